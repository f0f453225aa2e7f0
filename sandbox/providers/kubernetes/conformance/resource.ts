import { randomBytes } from "node:crypto";

import {
  CheckRequest,
  type CheckResponse,
  CreateRequest,
  type CreateResponse,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  PropertyDiff,
  ReadRequest,
  type ReadResponse,
  UpdateRequest,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";

import type { Empty } from "google-protobuf/google/protobuf/empty_pb";

import type { JsonObject } from "../../wire/json";
import { ask, fromStruct, Refusal, toStruct, type Session } from "./session";

/** What the engine decided to do with a resource. */
export type Operation = "create" | "update" | "replace" | "delete and replace" | "same";

interface State {
  readonly id: string;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

/** What a step did, for the expectation to look at. */
export interface Result {
  readonly operation?: Operation;
  /** Property paths and how they change: `spec.replicas` → `UPDATE`. */
  readonly diff?: Readonly<Record<string, string>>;
  readonly state?: State;
}

const kindName = (kind: number): string =>
  Object.entries(PropertyDiff.Kind).find(([, value]) => Number(value) === kind)?.[0] ?? "?";

/** One resource of a program, with its state as the engine keeps it between steps. */
export class Resource {
  private state: State | undefined;
  readonly urn: string;

  constructor(
    private readonly session: Session,
    token: string,
    name: string,
  ) {
    this.urn = `urn:pulumi:test::conformance::${token}::${name}`;
  }

  /** What `pulumi up` does with the resource: check, then create, or compare and update or replace. */
  async up(news: JsonObject, timeout = 0): Promise<Result> {
    const inputs = await this.check(news, this.state?.inputs ?? {});
    if (!this.state) return { operation: "create", state: await this.create(inputs, timeout) };
    const { operation, diff } = await this.compare(this.state, inputs);
    switch (operation) {
      case "same":
      case "create":
        return { operation, diff, state: this.state };
      case "update":
        return { operation, diff, state: await this.update(this.state, inputs, timeout) };
      case "delete and replace":
        await this.destroy(timeout);
        return { operation, diff, state: await this.create(await this.check(news, {}), timeout) };
      case "replace":
        return { operation, diff, state: await this.replace(this.state, news, timeout) };
    }
  }

  /** What `pulumi preview` shows: the operation and the outputs as far as they can be known. */
  async preview(news: JsonObject): Promise<Result> {
    const inputs = await this.check(news, this.state?.inputs ?? {});
    const { operation, diff } = this.state
      ? await this.compare(this.state, inputs)
      : { operation: "create" as const, diff: {} };
    if (operation === "update" && this.state) {
      const request = this.updateRequest(this.state, inputs, 0).setPreview(true);
      const response = await ask<UpdateResponse>((callback) => this.session.client.update(request, callback));
      return { operation, diff, state: { ...this.state, inputs, outputs: fromStruct(response.getProperties()) } };
    }
    if (operation === "same") return { operation, diff, state: this.state };
    const request = this.createRequest(inputs, 0).setPreview(true);
    const response = await ask<CreateResponse>((callback) => this.session.client.create(request, callback));
    return { operation, diff, state: { id: response.getId(), inputs, outputs: fromStruct(response.getProperties()) } };
  }

  /** What `pulumi refresh` does: reads the object; what is gone leaves the state. */
  async refresh(): Promise<Result> {
    const state = this.known();
    return this.read(state.id, state);
  }

  /** What `pulumi import` does with an id. */
  async import(id: string): Promise<Result> {
    return this.read(id, { id, inputs: {}, outputs: {} });
  }

  /** What `pulumi destroy` does. */
  async destroy(timeout = 0): Promise<Result> {
    const state = this.known();
    await this.delete(state, timeout);
    this.state = undefined;
    return {};
  }

  /** Ends with nothing left in the cluster, whatever the steps did. */
  async cleanUp(): Promise<void> {
    if (this.state) await this.delete(this.state, 20).catch(() => undefined);
  }

  private known(): State {
    if (!this.state) throw new Error(`${this.urn} has no state yet; begin with an up or an import`);
    return this.state;
  }

  private async check(news: JsonObject, olds: JsonObject): Promise<JsonObject> {
    const request = new CheckRequest().setUrn(this.urn).setOlds(toStruct(olds)).setNews(toStruct(news));
    request.setRandomseed(randomBytes(32));
    const response = await ask<CheckResponse>((callback) => this.session.client.check(request, callback));
    const problems = response.getFailuresList().map((failure) => failure.getReason());
    if (problems.length > 0) throw new Refusal(problems.join("; "));
    return fromStruct(response.getInputs());
  }

  private async compare(
    state: State,
    inputs: JsonObject,
  ): Promise<{ operation: Operation; diff: Record<string, string> }> {
    const request = new DiffRequest().setId(state.id).setUrn(this.urn).setNews(toStruct(inputs));
    request.setOlds(toStruct(state.outputs)).setOldInputs(toStruct(state.inputs));
    const response = await ask<DiffResponse>((callback) => this.session.client.diff(request, callback));
    const entries = response.getDetaileddiffMap().getEntryList() as unknown as [string, [number?]][];
    const diff = Object.fromEntries(entries.map(([path, [kind = 0]]) => [path, kindName(kind)]));
    if (response.getChanges() === DiffResponse.DiffChanges.DIFF_NONE) return { operation: "same", diff };
    if (response.getReplacesList().length === 0) return { operation: "update", diff };
    return { operation: response.getDeletebeforereplace() ? "delete and replace" : "replace", diff };
  }

  private createRequest(inputs: JsonObject, timeout: number): CreateRequest {
    return new CreateRequest().setUrn(this.urn).setProperties(toStruct(inputs)).setTimeout(timeout);
  }

  private updateRequest(state: State, inputs: JsonObject, timeout: number): UpdateRequest {
    const request = new UpdateRequest().setId(state.id).setUrn(this.urn).setNews(toStruct(inputs)).setTimeout(timeout);
    return request.setOlds(toStruct(state.outputs)).setOldInputs(toStruct(state.inputs));
  }

  private async create(inputs: JsonObject, timeout: number): Promise<State> {
    const response = await this.keeping(inputs, () =>
      ask<CreateResponse>((callback) => this.session.client.create(this.createRequest(inputs, timeout), callback)),
    );
    this.state = { id: response.getId(), inputs, outputs: fromStruct(response.getProperties()) };
    return this.state;
  }

  private async update(state: State, inputs: JsonObject, timeout: number): Promise<State> {
    const response = await this.keeping(inputs, () =>
      ask<UpdateResponse>((callback) =>
        this.session.client.update(this.updateRequest(state, inputs, timeout), callback),
      ),
    );
    this.state = { ...state, inputs, outputs: fromStruct(response.getProperties()) };
    return this.state;
  }

  /** Creates the new object first, under its new name or in its new place, and deletes the old one then. */
  private async replace(old: State, news: JsonObject, timeout: number): Promise<State> {
    const state = await this.create(await this.check(news, {}), timeout);
    await this.delete(old, timeout);
    return state;
  }

  private async read(id: string, state: State): Promise<Result> {
    const request = new ReadRequest().setId(id).setUrn(this.urn);
    request.setProperties(toStruct(state.outputs)).setInputs(toStruct(state.inputs));
    const response = await ask<ReadResponse>((callback) => this.session.client.read(request, callback));
    const [inputs, outputs] = [fromStruct(response.getInputs()), fromStruct(response.getProperties())];
    this.state = response.getId() === "" ? undefined : { id: response.getId(), inputs, outputs };
    return { state: this.state };
  }

  private async delete(state: State, timeout: number): Promise<void> {
    const request = new DeleteRequest().setId(state.id).setUrn(this.urn).setTimeout(timeout);
    request.setProperties(toStruct(state.outputs)).setOldInputs(toStruct(state.inputs));
    await ask<Empty>((callback) => this.session.client.delete(request, callback));
  }

  /** Keeps what a failed operation left behind, as the engine does. */
  private async keeping<T>(inputs: JsonObject, operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      if (error instanceof Refusal && error.kept) {
        this.state = { id: error.kept.id, inputs, outputs: error.kept.properties };
      }
      throw error;
    }
  }
}
