import * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { GetMappingResponse, GetMappingsResponse, GetSchemaResponse } from "@pulumi/pulumi/proto/provider_pb";

/** What went wrong in a call, as the engine takes it. */
export type ErrorAnswer<Request> = (error: unknown, request: Request) => Partial<grpc.StatusObject>;

/** Answers a call. @param toError @default - the error's message, without a stack */
export function answering<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
  toError: ErrorAnswer<Request> = messageOnly,
): grpc.handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    Promise.resolve()
      .then(() => answer(request))
      .then((response) => callback(null, response))
      .catch((error: unknown) => callback(toError(error, request), null));
  };
}

function messageOnly(error: unknown): Partial<grpc.StatusObject> {
  const details = error instanceof Error ? error.message : String(error);
  return { code: grpc.status.UNKNOWN, details, metadata: new grpc.Metadata() };
}

/** What a plugin says of itself, which is little. */
export function introduction(name: string, version: string) {
  return {
    getPluginInfo: answering(() => new PluginInfo().setVersion(version)),
    getSchema: answering(() => new GetSchemaResponse().setSchema(JSON.stringify({ name, version }))),
    getMapping: answering(() => new GetMappingResponse()),
    getMappings: answering(() => new GetMappingsResponse()),
  };
}
