import { CheckFailure, CheckResponse, DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { Difference, PropertyChange } from "./changes";
import type { JsonObject } from "./json";

/** What is wrong with one property. */
export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** What a check of inputs found. */
export interface Checked {
  readonly inputs: JsonObject;
  readonly failures: readonly Failure[];
}

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
