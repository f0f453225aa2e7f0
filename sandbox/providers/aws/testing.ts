import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silent } from "../wire/engine";
import type { JsonObject } from "../wire/json";
import { Cloud } from "./cloud";
import { Provider, type Resource } from "./provider";

/** A stand-in with a cloud of its own, for tests of what a kind of resource allows. */
export class TestAccount {
  readonly #folder = mkdtempSync(join(tmpdir(), "thoughts-cloud-"));
  readonly provider = new Provider({ cloud: new Cloud(this.#folder), faults: [], engine: silent });

  constructor() {
    this.provider.configure({ region: "us-west-2", allowedAccountIds: '["111111111111"]' });
  }

  /** Why it refuses inputs before it makes anything. */
  reasons(type: string, inputs: JsonObject): readonly string[] {
    return this.#check(type, inputs).failures.map(({ reason }) => reason);
  }

  /** @throws {Error} with what AWS would say */
  create(type: string, inputs: JsonObject): Promise<Resource> {
    return this.provider.create(urn(type), this.#check(type, inputs).inputs, false);
  }

  /** @throws {Error} with what AWS would say */
  update(type: string, { id, properties }: Resource, inputs: JsonObject): Promise<JsonObject> {
    return this.provider.update(urn(type), id, properties, this.#check(type, inputs).inputs, false);
  }

  delete(type: string, { id }: Resource): Promise<void> {
    return this.provider.delete(urn(type), id);
  }

  /** What has to be made anew for a change. */
  replaced(type: string, before: JsonObject, change: JsonObject): readonly string[] {
    return this.provider.diff(urn(type), before, { ...before, ...change }).replaces;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #check(type: string, inputs: JsonObject) {
    return this.provider.check(urn(type), {}, inputs, { logicalName: "thing", randomSeed: new Uint8Array() });
  }
}

function urn(type: string): string {
  return `urn:pulumi:staging::thoughts::${type}::thing`;
}
