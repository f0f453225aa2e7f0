import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** Where messages for the person at the terminal go. */
export interface Engine {
  /** A line that stays, beside the resource. */
  warn(urn: string, message: string): void;
  /** A word on the present state, replaced by the next; an empty one takes it away. */
  status(urn: string, message: string): void;
}

/** The engine's log over gRPC. A message that does not arrive is lost: it must never fail an update. */
export function engineAt(address: string): Engine {
  const client = new EngineClient(address, grpc.credentials.createInsecure());
  const log = (severity: LogSeverity, urn: string, message: string, ephemeral: boolean): void => {
    const request = new LogRequest().setSeverity(severity).setUrn(urn).setMessage(message).setEphemeral(ephemeral);
    client.log(request, () => undefined);
  };
  const said = new Map<string, string>();
  return {
    warn: (urn, message) => log(LogSeverity.WARNING, urn, message, false),
    status: (urn, message) => {
      if ((said.get(urn) ?? "") === message) return;
      said.set(urn, message);
      log(LogSeverity.INFO, urn, message, true);
    },
  };
}

/** For a provider that was started without an engine. */
export const silent: Engine = { warn: () => undefined, status: () => undefined };
