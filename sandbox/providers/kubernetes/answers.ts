import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";

import { struct } from "../wire/answers";
import { InitializationError } from "./errors";

/** The details that tell the engine to keep a resource in its state although the operation failed. */
function details(error: InitializationError, message: string, scrub: (text: string) => string): grpc.Metadata {
  const failure = new ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(struct(error.properties))
    .setReasonsList(error.reasons.map(scrub));
  if (error.inputs) failure.setInputs(struct(error.inputs));
  const any = new Any();
  any.pack(failure.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(message);
  status.addDetails(any);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return metadata;
}

/** An error as the engine takes it: one message, without secrets and without a stack. */
export function errorAnswer(error: unknown, scrub: (text: string) => string): Partial<grpc.StatusObject> {
  const message = scrub(error instanceof Error ? error.message : String(error));
  const metadata = error instanceof InitializationError ? details(error, message, scrub) : new grpc.Metadata();
  return { code: grpc.status.UNKNOWN, details: message, metadata };
}
