import type { JsonObject } from "../wire/json";
import { objectsAt, textAt } from "../wire/json";

/** The API server refused a request; the message holds its own words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: JsonObject,
  ) {
    super(textAt(body, "message") || `the API server answered with status ${status}`);
    this.name = "ApiError";
  }

  /** The server's one-word reason: `NotFound`, `Conflict`, `Invalid`. */
  get reason(): string {
    return textAt(this.body, "reason");
  }

  /** The single problems of a refused object. */
  get causes(): JsonObject[] {
    return objectsAt(this.body, "details", "causes");
  }

  /** Whether the namespace of the object is what is missing, rather than the object. */
  get namespaceMissing(): boolean {
    return this.status === 404 && textAt(this.body, "details", "kind") === "namespaces";
  }
}

/** No API server answers under the address in the kubeconfig, or there is no usable kubeconfig. */
export class UnreachableError extends Error {
  constructor(what: string) {
    super(
      `the Kubernetes cluster is unreachable: ${what}. Check that the cluster runs and that the provider's ` +
        "`kubeconfig` and `context` name it, then run the operation again.",
    );
    this.name = "UnreachableError";
  }
}

/** The API server has no such kind: its definition does not exist, or not yet. */
export class NoSuchKindError extends Error {
  constructor(apiVersion: string, kind: string) {
    super(
      `the API server knows no kind ${kind} in ${apiVersion}. Create its CustomResourceDefinition first, ` +
        "and let the resource depend on it (`dependsOn`)",
    );
    this.name = "NoSuchKindError";
  }
}

/** The object exists but did not become what the program waits for; the engine keeps it in its state. */
export class NotReadyError extends Error {
  constructor(
    readonly live: JsonObject,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("; "));
    this.name = "NotReadyError";
  }
}

/** What the engine must write to its state although the operation failed. */
export class InitializationError extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly properties: JsonObject,
    readonly reasons: readonly string[],
    readonly inputs?: JsonObject,
  ) {
    super(message);
    this.name = "InitializationError";
  }
}
