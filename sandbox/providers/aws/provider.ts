import { randomBytes } from "node:crypto";
import type { Checked, Failure } from "../wire/answers";
import { changesBetween, kindOfChange, pathText, touches, type Difference, type PropertyChange } from "../wire/changes";
import type { Engine } from "../wire/engine";
import { at, textAt, type Json, type JsonObject } from "../wire/json";
import { logicalName, tokenOf } from "../wire/urn";
import { reveal, UNKNOWN } from "../wire/values";
import { check, isAutonamed, type Naming } from "./check";
import type { Cloud, Thing } from "./cloud";
import { suffer, type Faults, type Operation } from "./faults";
import { invoke } from "./functions";
import type { Kind, Reference, ResourceContext } from "./kind";
import { kindOf } from "./kinds";
import { optionProblems, readOptions, type Options } from "./options";

export interface ProviderArgs {
  readonly cloud: Cloud;
  readonly faults: Faults;
  readonly engine: Engine;
  /** What the identifiers that AWS would choose are made of. @default - chance */
  readonly seed?: (urn: string) => string;
}

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** A resource as the engine has it. */
export interface Resource {
  readonly id: string;
  readonly properties: JsonObject;
}

/** What the engine asks of a provider, answered from a cloud. */
export class Provider {
  readonly #cloud: Cloud;
  readonly #faults: Faults;
  readonly #engine: Engine;
  readonly #seed: (urn: string) => string;
  #options: Options | undefined;

  constructor({ cloud, faults, engine, seed = () => randomBytes(16).toString("hex") }: ProviderArgs) {
    this.#seed = seed;
    this.#cloud = cloud;
    this.#faults = faults;
    this.#engine = engine;
  }

  checkOptions(options: JsonObject): readonly Failure[] {
    return optionProblems(options);
  }

  configure(options: JsonObject): void {
    const problems = optionProblems(options);
    if (problems.length > 0) {
      throw new Error(`the AWS provider's options: ${problems.map(({ reason }) => reason).join("; ")}`);
    }
    this.#options = readOptions(options);
  }

  check(urn: string, olds: JsonObject, news: JsonObject, naming: Naming): Checked {
    return check(kindOf(tokenOf(urn)), olds, news, naming, { ...this.#configured().defaultTags });
  }

  diff(urn: string, olds: JsonObject, news: JsonObject): Difference {
    const kind = kindOf(tokenOf(urn));
    const changes = new Map<string, PropertyChange>();
    for (const change of changesBetween(reveal(olds), reveal(news))) {
      const replaces = kind.replaces.some((path) => touches(change, path));
      changes.set(pathText(change.path), { kind: kindOfChange(change), replaces });
    }
    const replaces = [...changes].filter(([, change]) => change.replaces).map(([path]) => path);
    return { changes, replaces, deleteBeforeReplace: replaces.length > 0 && keepsName(kind, urn, olds, news) };
  }

  async create(urn: string, inputs: JsonObject, preview: boolean): Promise<Resource> {
    const kind = kindOf(tokenOf(urn));
    if (preview) return { id: "", properties: inputs };
    await this.#suffer(urn, "create");
    const plain = reveal(inputs) as JsonObject;
    this.#demandRest("creating", kind, plain);
    const seed = this.#seed(urn);
    const context = { ...this.#configured(), seed, created: new Date().toISOString(), revision: 1 };
    const id = kind.id(plain, context);
    const thing: Thing = {
      type: kind.type,
      key: kind.key?.(plain) ?? id,
      id,
      seed,
      created: context.created,
      revision: context.revision,
      inputs: plain,
    };
    if (!this.#cloud.add(thing) && kind.taken !== undefined) {
      throw awsError("creating", kind, thing.key, kind.taken, "it exists already; give it another name, or import it");
    }
    this.#makeLogs(kind, plain);
    return { id: thing.id, properties: { ...inputs, ...kind.outputs(plain, context) } };
  }

  async update(urn: string, id: string, olds: JsonObject, inputs: JsonObject, preview: boolean): Promise<JsonObject> {
    const kind = kindOf(tokenOf(urn));
    const renewed = Object.fromEntries((kind.renewed ?? []).map((output) => [output, UNKNOWN]));
    if (preview) return { ...olds, ...inputs, ...renewed };
    await this.#suffer(urn, "update");
    const thing = this.#cloud.find(kind.type, id);
    if (thing === undefined) {
      throw awsError("updating", kind, id, "NotFound", "it is not there any more; run pulumi refresh");
    }
    const plain = reveal(inputs) as JsonObject;
    const changed = { ...thing, inputs: plain, revision: thing.revision + 1 };
    this.#demandRest("updating", kind, plain, thing);
    this.#cloud.change(changed);
    this.#makeLogs(kind, plain);
    return { ...inputs, ...kind.outputs(plain, this.#contextOf(changed)) };
  }

  /** @returns undefined if it is not there */
  read(urn: string, id: string): { readonly inputs: JsonObject; readonly properties: JsonObject } | undefined {
    const kind = kindOf(tokenOf(urn));
    const thing = this.#cloud.find(kind.type, id);
    if (thing === undefined) return undefined;
    return { inputs: thing.inputs, properties: this.#propertiesOf(thing) };
  }

  async delete(urn: string, id: string): Promise<void> {
    const kind = kindOf(tokenOf(urn));
    await this.#suffer(urn, "delete");
    const thing = this.#cloud.find(kind.type, id);
    if (thing === undefined) return;
    if (kind.protection !== undefined && thing.inputs[kind.protection] === true) {
      throw awsError("deleting", kind, id, "InvalidRequestException", `${kind.protection} is on; take it off first`);
    }
    const kept = kind.kept?.(thing, this.#cloud.all());
    if (kept !== undefined) {
      throw awsError("deleting", kind, id, kept.code, kept.why);
    }
    const held = this.#holders(thing);
    if (held.length > 0) {
      const [first] = held;
      const others = held.map(({ holder }) => `${holder.type} ${holder.id}`).join(", ");
      throw awsError("deleting", kind, id, first?.code ?? "", `still used by ${others}; delete that first`);
    }
    const left = kind.leaves?.(thing.inputs);
    if (left !== undefined && !this.#cloud.leave(`${kind.type} ${left.name}`)) {
      throw awsError("deleting", kind, id, left.taken, `${left.name} is there already`);
    }
    this.#cloud.remove(thing);
  }

  invoke(token: string, args: JsonObject): JsonObject {
    return invoke(token, reveal(args) as JsonObject, { cloud: this.#cloud, options: this.#configured() });
  }

  #configured(): Options {
    if (this.#options === undefined) {
      throw new Error("the AWS provider was not configured; the engine does this first.");
    }
    return this.#options;
  }

  #contextOf({ seed, created, revision }: Thing): ResourceContext {
    return { ...this.#configured(), seed, created, revision };
  }

  async #suffer(urn: string, operation: Operation): Promise<void> {
    const victim = { type: tokenOf(urn), name: logicalName(urn), operation };
    await suffer(this.#faults, victim, (message) => this.#engine.warn(urn, message));
  }

  /** @param self the thing that is changed. @default - none: it is new */
  #demandRest(doing: string, kind: Kind, inputs: JsonObject, self?: Thing): void {
    const things = this.#cloud.all().filter(({ type, key }) => type !== self?.type || key !== self.key);
    for (const reference of kind.references) {
      for (const named of namedBy(reference, inputs)) {
        if (!things.some((thing) => this.#isNamed(thing, reference, named))) {
          const why = `${reference.property} "${named}": there is no ${reference.to} with this ${reference.by}`;
          if (reference.assumed !== true)
            throw awsError(doing, kind, kind.key?.(inputs) ?? "new", reference.missing, why);
          this.#cloud.assume(`${named}, which the program does not make`);
        }
      }
    }
    const refusal = kind.refused?.(inputs, things, self?.inputs);
    if (refusal !== undefined) {
      throw awsError(doing, kind, kind.key?.(inputs) ?? "new", refusal.code, refusal.why);
    }
  }

  /** AWS writes logs to groups that nobody made: they are then its own, and stay when what wrote to them is gone. */
  #makeLogs(kind: Kind, inputs: JsonObject): void {
    for (const name of kind.logs?.(inputs) ?? []) {
      const own = { seed: this.#seed(name), created: new Date().toISOString(), revision: 1 };
      this.#cloud.add({ type: LOG_GROUP, key: name, id: name, ...own, inputs: { name } });
    }
  }

  /** Things that AWS does not let be without this one. */
  #holders(thing: Thing): readonly { readonly holder: Thing; readonly code: string }[] {
    return this.#cloud.all().flatMap((holder) =>
      kindOf(holder.type)
        .references.filter(({ holds }) => holds !== undefined)
        .filter((reference) =>
          namedBy(reference, holder.inputs).some((named) => this.#isNamed(thing, reference, named)),
        )
        .map(({ holds = "" }) => ({ holder, code: holds })),
    );
  }

  #isNamed(thing: Thing, reference: Reference, named: string): boolean {
    return [reference, ...(reference.or ? [reference.or] : [])].some(({ to, by }) => {
      if (thing.type !== to) return false;
      return named === (by === "id" ? thing.id : textAt(this.#propertiesOf(thing), ...by.split(".")));
    });
  }

  #propertiesOf(thing: Thing): JsonObject {
    return { ...thing.inputs, ...kindOf(thing.type).outputs(thing.inputs, this.#contextOf(thing)) };
  }
}

function namedBy({ property }: Reference, inputs: JsonObject): readonly string[] {
  return textsAt(inputs, property.split("."));
}

/** Every text under a path; a list on the way leads to several. */
function textsAt(value: Json | undefined, path: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => textsAt(one, path));
  const [step, ...rest] = path;
  if (step !== undefined) return textsAt(at(value, step), rest);
  return typeof value === "string" ? [value] : [];
}

/** Whether the new one takes the place of the old one, so that the old one has to go first. */
function keepsName({ name, key }: Kind, urn: string, olds: JsonObject, news: JsonObject): boolean {
  if (name === undefined) return key !== undefined && key(olds) === key(news);
  const after = textAt(news, name.property);
  return after === textAt(olds, name.property) && !isAutonamed(after, logicalName(urn));
}

/** As the official provider words it: what was done, to what, and what AWS said. */
function awsError(doing: string, { type }: Kind, what: string, code: string, message: string): Error {
  const [, module = "", name = ""] = type.split(":");
  return new Error(`${doing} ${module.split("/")[0]?.toUpperCase() ?? ""} ${name} (${what}): ${code}: ${message}`);
}
