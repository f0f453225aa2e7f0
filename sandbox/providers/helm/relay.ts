import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Plugin } from "./plugin";

/** Answers a call from its bytes. @returns undefined to hand the call to the plugin */
export type Answer = (request: Buffer) => Promise<Buffer | undefined>;

/** Answers by method, in the spelling of the service's definition: `create`, `check`. */
export type Answers = Readonly<Record<string, Answer>>;

export interface Relay {
  readonly definition: grpc.ServiceDefinition;
  readonly implementation: grpc.UntypedServiceImplementation;
}

const asIs = (bytes: Buffer): Buffer => bytes;

/** The gRPC service `ResourceProvider` over a plugin: each call goes to it byte by byte, unless it is answered here. */
export function relay(plugin: Plugin, answers: Answers): Relay {
  // Calls that stream are left out: the engine makes none to this plugin, and gRPC itself says that they are not known.
  const unary = Object.entries(ResourceProviderService).filter(([, { responseStream }]) => !responseStream);
  const raw = { requestDeserialize: asIs, requestSerialize: asIs, responseDeserialize: asIs, responseSerialize: asIs };
  return {
    definition: Object.fromEntries(unary.map(([name, method]) => [name, { ...method, ...raw }])),
    implementation: Object.fromEntries(
      unary.map(([name, { path }]) => [
        name,
        unaryCall(async (request) => (await answers[name]?.(request)) ?? plugin.call(path, request)),
      ]),
    ),
  };
}

function unaryCall(answer: (request: Buffer) => Promise<Buffer>): grpc.handleUnaryCall<Buffer, Buffer> {
  return ({ request }, callback) => {
    answer(request)
      .then((response) => callback(null, response))
      .catch((error: unknown) => callback(error as grpc.ServiceError, null));
  };
}
