import * as grpc from "@grpc/grpc-js";
import {
  CheckFailure,
  CheckResponse,
  DiffResponse,
  ErrorResourceInitFailed,
  PropertyDiff,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { Checked } from "./check";
import type { Difference, PropertyChange } from "./diff";
import { InitializationError } from "./errors";
import type { JsonObject } from "./json";

/** Properties as JSON; an absent message is an empty object. */
export function properties(struct: Struct | undefined): JsonObject {
  return struct ? struct.toJavaScript() : {};
}

/** Properties as a message. */
export function struct(object: JsonObject): Struct {
  return Struct.fromJavaScript(object);
}

export function checkAnswer(checked: Checked): CheckResponse {
  const failures = checked.failures.map(({ property, reason }) =>
    new CheckFailure().setProperty(property).setReason(reason),
  );
  return new CheckResponse().setInputs(struct(checked.inputs)).setFailuresList(failures);
}

const { Kind } = PropertyDiff;

function diffKind({ kind, replaces }: PropertyChange): PropertyDiff.Kind {
  switch (kind) {
    case "add":
      return replaces ? Kind.ADD_REPLACE : Kind.ADD;
    case "delete":
      return replaces ? Kind.DELETE_REPLACE : Kind.DELETE;
    case "update":
      return replaces ? Kind.UPDATE_REPLACE : Kind.UPDATE;
  }
}

/** The first step of a path: the engine's short list of changed properties. */
const topLevel = (path: string): string => /^[^.[]*/.exec(path)?.[0] ?? path;

export function diffAnswer(difference: Difference): DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
  const response = new DiffResponse()
    .setChanges(difference.changes.size === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList([...new Set([...difference.changes.keys()].map(topLevel))])
    .setReplacesList([...difference.replaces])
    .setDeletebeforereplace(difference.deleteBeforeReplace)
    .setHasdetaileddiff(true);
  for (const [path, change] of difference.changes) {
    const entry = new PropertyDiff().setKind(diffKind(change)).setInputdiff(true);
    response.getDetaileddiffMap().set(path, entry);
  }
  return response;
}

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
