import { untilReady, requireReady, type Waiting } from "./await";
import { create, fieldManager, previewCreate, update, type Apply } from "./apply";
import type { Checked } from "../wire/answers";
import { check, type Naming } from "./check";
import { Cluster } from "./cluster";
import { remove } from "./deletion";
import type { Difference } from "../wire/changes";
import { difference } from "./diff";
import { silent, type Engine } from "../wire/engine";
import { ApiError, InitializationError, NoSuchKindError, NotReadyError, UnreachableError } from "./errors";
import { textAt, type JsonObject } from "../wire/json";
import { tokenOf } from "../wire/urn";
import { kindOf, type Kind } from "./kinds";
import { connection } from "./kubeconfig";
import { importedInputs, liveInputs } from "./live";
import { annotation, idOf, parseId, REPLACE_UNREADY, timeoutSeconds, title } from "./metadata";
import { readOptions, type Options } from "./options";
import { fieldManagerIn, inputsIn, inputsLike, outputsOf } from "./outputs";
import { holds } from "./readiness/verdict";
import {
  checkRelease,
  createRelease,
  deleteRelease,
  diffRelease,
  readRelease,
  RELEASE,
  updateRelease,
} from "./release";
import { hasUnknown } from "../wire/values";
import { plain } from "./spelling";

/** What the operations on a resource have in common. Properties carry the engine's markers. */
export interface Target {
  readonly urn: string;
  /** Seconds from `customTimeouts`; 0 when there are none. */
  readonly timeout: number;
}

export interface Created {
  /** Empty in a preview. */
  readonly id: string;
  readonly properties: JsonObject;
}

export interface ReadBack {
  /** Empty when the object does not exist. */
  readonly id: string;
  readonly properties: JsonObject;
  readonly inputs: JsonObject;
}

function isRelease(urn: string): boolean {
  return tokenOf(urn) === RELEASE;
}

/** What happens to resources, free of how the engine asks for it. */
export class Provider {
  private options: Options = readOptions({});
  private unusable: Error | undefined = new UnreachableError("the provider is not configured");
  private connected: Cluster | undefined;
  private defaultNamespace = "default";
  private readonly cancellation = new AbortController();
  engine: Engine = silent;

  /** Takes the options over. A kubeconfig that cannot be used is told when the cluster is first needed. */
  configure(marked: JsonObject): void {
    this.options = readOptions(marked);
    try {
      const config = connection(this.options);
      this.connected = new Cluster(config);
      const inContext = config.getContextObject(config.getCurrentContext())?.namespace ?? "";
      this.defaultNamespace = this.options.namespace || inContext || "default";
      this.unusable = undefined;
    } catch (error) {
      this.unusable = error instanceof Error ? error : new Error(String(error));
      this.defaultNamespace = this.options.namespace || "default";
    }
  }

  /** Ends every wait; the engine is about to stop. */
  cancel(): void {
    this.cancellation.abort(new Error("the update was cancelled"));
  }

  async check(urn: string, olds: JsonObject, news: JsonObject, naming: Naming): Promise<Checked> {
    if (isRelease(urn)) return checkRelease(news);
    const kind = kindOf(tokenOf(urn));
    const namespaced = await this.namespaced(kind);
    return check(kind, olds, news, naming, namespaced ? this.defaultNamespace : "");
  }

  async diff(
    urn: string,
    olds: JsonObject,
    oldInputs: JsonObject,
    news: JsonObject,
    ignoreChanges: readonly string[],
  ): Promise<Difference> {
    if (isRelease(urn)) return diffRelease(oldInputs, news);
    const kind = kindOf(tokenOf(urn));
    const before = plain(Object.keys(oldInputs).length > 0 ? oldInputs : inputsIn(olds));
    const result = difference(kind, before, plain(news), this.options, ignoreChanges);
    if (!(await this.replacesUnready(kind, news))) return result;
    const path = `metadata.annotations["${REPLACE_UNREADY}"]`;
    const changes = new Map([...result.changes, [path, { kind: "update", replaces: true } as const]]);
    return { changes, replaces: [...result.replaces, path], deleteBeforeReplace: true };
  }

  async create(target: Target, inputs: JsonObject, preview: boolean): Promise<Created> {
    if (isRelease(target.urn)) {
      return preview ? { id: "", properties: inputs } : createRelease(this.cluster(), inputs);
    }
    const apply = this.apply(target, inputs, "");
    const upsert = this.options.upsertExistingObjects;
    if (preview) {
      const live = await this.previewed(target.urn, inputs, () => previewCreate(apply(), upsert));
      return { id: "", properties: live ? outputsOf(live, inputs, apply().fieldManager) : inputs };
    }
    const live = await create(apply(), upsert);
    const properties = await this.settled(target, apply(), live, inputs);
    return { id: idOf(live), properties };
  }

  async update(target: Target, olds: JsonObject, inputs: JsonObject, preview: boolean): Promise<JsonObject> {
    if (isRelease(target.urn)) {
      return preview ? { ...olds, ...inputs } : updateRelease(this.cluster(), olds, inputs);
    }
    const apply = this.apply(target, inputs, fieldManagerIn(olds));
    if (preview) {
      const live = await this.previewed(target.urn, inputs, () => update(apply(), true));
      return live ? outputsOf(live, inputs, apply().fieldManager) : inputs;
    }
    return this.settled(target, apply(), await update(apply(), false), inputs);
  }

  async read(target: Target, id: string, state: JsonObject, inputs: JsonObject): Promise<ReadBack> {
    const gone: ReadBack = { id: "", properties: {}, inputs: {} };
    if (isRelease(target.urn)) {
      const properties = await readRelease(this.cluster(), id);
      return properties ? { id, properties, inputs } : gone;
    }
    const kind = kindOf(tokenOf(target.urn));
    let live: JsonObject | undefined;
    try {
      const place = parseId(id);
      live = await this.cluster().get(kind, place.namespace, place.name, this.cancellation.signal);
    } catch (error) {
      if (error instanceof NoSuchKindError) return gone; // with the definition went its objects
      if (!(error instanceof UnreachableError)) throw error;
      if (this.options.deleteUnreachable) return gone;
      if (this.options.skipUpdateUnreachable) return { id, properties: state, inputs };
      throw error;
    }
    if (!live) return gone;
    const imported = Object.keys(inputs).length === 0;
    const present = imported ? importedInputs(live) : liveInputs(live, plain(inputs));
    const readInputs = inputsLike(present, inputs);
    const manager = fieldManager(target.urn, present, fieldManagerIn(state));
    const properties = outputsOf(live, readInputs, manager);
    if (!imported) {
      await this.initialized(id, properties, live, readInputs, () =>
        requireReady(this.waiting(target, kind, plain(inputs)), live),
      );
    }
    return { id, properties, inputs: readInputs };
  }

  async delete(target: Target, id: string, state: JsonObject, oldInputs: JsonObject): Promise<void> {
    if (isRelease(target.urn)) return deleteRelease(this.cluster(), id);
    const kind = kindOf(tokenOf(target.urn));
    const inputs = plain(Object.keys(oldInputs).length > 0 ? oldInputs : inputsIn(state));
    const waiting = { timeoutSeconds: timeoutSeconds(target.timeout, inputs), cancelled: this.cancellation.signal };
    const report = (status: string): void => this.engine.status(target.urn, status);
    try {
      const cluster = this.cluster();
      await remove({ cluster, kind, ...parseId(id), inputs, ...waiting, report });
    } catch (error) {
      if (!(error instanceof UnreachableError) || !this.options.deleteUnreachable) throw error;
      this.engine.warn(
        target.urn,
        `${error.message} The resource is dropped from the state: deleteUnreachable is set.`,
      );
    }
  }

  private cluster(): Cluster {
    if (this.unusable) throw this.unusable;
    if (!this.connected) throw new UnreachableError("the provider is not configured");
    return this.connected;
  }

  /** A custom resource's scope is known from its definition; where that is not there yet, most are namespaced. */
  private async namespaced(kind: Kind): Promise<boolean> {
    if (kind.builtIn) return kind.builtIn.namespaced;
    try {
      return (await this.cluster().served(kind)).namespaced;
    } catch (error) {
      if (error instanceof NoSuchKindError || error instanceof UnreachableError) return true;
      throw error;
    }
  }

  private apply(target: Target, inputs: JsonObject, former: string): () => Apply {
    const kind = kindOf(tokenOf(target.urn));
    const object = plain(inputs);
    const manager = fieldManager(target.urn, object, former);
    return () => ({
      cluster: this.cluster(),
      kind,
      object,
      fieldManager: manager,
      force: this.options.enablePatchForce,
      cancelled: this.cancellation.signal,
    });
  }

  /** A dry run's answer, or `undefined` where none can be had: then the engine shows the inputs. */
  private async previewed(
    urn: string,
    inputs: JsonObject,
    dryRun: () => Promise<JsonObject | undefined>,
  ): Promise<JsonObject | undefined> {
    if (hasUnknown(inputs)) return undefined;
    try {
      return await dryRun();
    } catch (error) {
      const forbidden = error instanceof ApiError && error.status === 403;
      if (!forbidden && !(error instanceof UnreachableError) && !(error instanceof NoSuchKindError)) throw error;
      this.engine.status(urn, "previewed without the cluster");
      return undefined;
    }
  }

  private waiting(target: Target, kind: Kind, inputs: JsonObject): Waiting {
    return {
      cluster: this.cluster(),
      kind,
      inputs,
      timeoutSeconds: timeoutSeconds(target.timeout, inputs),
      cancelled: this.cancellation.signal,
      report: (status) => this.engine.status(target.urn, status),
    };
  }

  /** Waits until an applied object is ready; if it does not become so, the engine is told what there is. */
  private async settled(target: Target, apply: Apply, live: JsonObject, inputs: JsonObject): Promise<JsonObject> {
    const outputs = (object: JsonObject): JsonObject => outputsOf(object, inputs, apply.fieldManager);
    try {
      return outputs(await untilReady(this.waiting(target, apply.kind, apply.object), live));
    } catch (error) {
      const last = error instanceof NotReadyError ? error.live : live;
      const reasons = error instanceof NotReadyError ? error.reasons : [String(error)];
      const message = `${title(live)} was applied but is not ready: ${reasons.join("; ")}`;
      throw new InitializationError(message, idOf(live), outputs(last), [message]);
    }
  }

  private async initialized(
    id: string,
    properties: JsonObject,
    live: JsonObject,
    inputs: JsonObject,
    look: () => Promise<void>,
  ): Promise<void> {
    try {
      await look();
    } catch (error) {
      if (!(error instanceof NotReadyError)) throw error;
      const message = `${title(live)} is not ready: ${error.reasons.join("; ")}`;
      throw new InitializationError(message, id, properties, [message], inputs);
    }
  }

  /** A failed Job never succeeds later; the annotation asks for a new one. */
  private async replacesUnready(kind: Kind, marked: JsonObject): Promise<boolean> {
    const inputs = plain(marked);
    if (annotation(inputs, REPLACE_UNREADY) !== "true" || kind.kind !== "Job") return false;
    try {
      const live = await this.cluster().get(
        kind,
        textAt(inputs, "metadata", "namespace"),
        textAt(inputs, "metadata", "name"),
      );
      return live !== undefined && !holds(live, "Complete");
    } catch (error) {
      if (error instanceof UnreachableError) return false;
      throw error;
    }
  }
}
