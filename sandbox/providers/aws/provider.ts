import { randomBytes } from "node:crypto";
import type { Checked, Failure } from "../wire/answers";
import { changesBetween, kindOfChange, pathText, touches, type Difference, type PropertyChange } from "../wire/changes";
import type { Engine } from "../wire/engine";
import { at, textAt, type Json, type JsonObject } from "../wire/json";
import { logicalName, tokenOf } from "../wire/urn";
import { reveal, UNKNOWN } from "../wire/values";
import type { Authority } from "./authorization/authority";
import type { Subject, TypeCalls } from "./authorization/call";
import { CALLS, FUNCTION_CALLS } from "./authorization/calls";
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
  /** Judges every call. @param account 12 digits. @default - whoever calls may do everything */
  readonly authority?: (account: string) => Authority;
  /** What the identifiers that AWS would choose are made of. @default - chance */
  readonly seed?: (urn: string) => string;
}

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

type Place = Pick<Subject, "account" | "region" | "partition">;

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
  readonly #authorityOf: ((account: string) => Authority) | undefined;
  #authority: Authority | undefined;
  #options: Options | undefined;

  constructor({ cloud, faults, engine, authority, seed = () => randomBytes(16).toString("hex") }: ProviderArgs) {
    this.#seed = seed;
    this.#cloud = cloud;
    this.#faults = faults;
    this.#engine = engine;
    this.#authorityOf = authority;
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
    this.#authority = this.#authorityOf?.(this.#options.account);
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
    const things = this.#cloud.all();
    this.#authorize("creating", kind, "create", { inputs: plain, things });
    this.#demandRest("creating", kind, plain, things);
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
    const things = this.#cloud.all();
    const thing = find(things, kind, id);
    if (thing === undefined) {
      throw awsError("updating", kind, id, "NotFound", "it is not there any more; run pulumi refresh");
    }
    const plain = reveal(inputs) as JsonObject;
    const changed = { ...thing, inputs: plain, revision: thing.revision + 1 };
    this.#authorize("updating", kind, "update", { ...this.#known(thing), inputs: plain, olds: thing.inputs, things });
    this.#demandRest("updating", kind, plain, things, thing);
    this.#cloud.change(changed);
    this.#makeLogs(kind, plain);
    return { ...inputs, ...kind.outputs(plain, this.#contextOf(changed)) };
  }

  /** @returns undefined if it is not there */
  read(urn: string, id: string): { readonly inputs: JsonObject; readonly properties: JsonObject } | undefined {
    const kind = kindOf(tokenOf(urn));
    const things = this.#cloud.all();
    const thing = find(things, kind, id);
    if (thing === undefined) return undefined;
    this.#authorize("reading", kind, "read", { ...this.#known(thing), things });
    return { inputs: thing.inputs, properties: this.#propertiesOf(thing) };
  }

  async delete(urn: string, id: string): Promise<void> {
    const kind = kindOf(tokenOf(urn));
    await this.#suffer(urn, "delete");
    const things = this.#cloud.all();
    const thing = find(things, kind, id);
    if (thing === undefined) return;
    this.#authorize("deleting", kind, "remove", { ...this.#known(thing), things });
    if (kind.protection !== undefined && thing.inputs[kind.protection] === true) {
      throw awsError("deleting", kind, id, "InvalidRequestException", `${kind.protection} is on; take it off first`);
    }
    const kept = kind.kept?.(thing, things);
    if (kept !== undefined) {
      throw awsError("deleting", kind, id, kept.code, kept.why);
    }
    const held = this.#holders(thing, things);
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
    const options = this.#configured();
    const plain = reveal(args) as JsonObject;
    const calls = FUNCTION_CALLS[token]?.(plain, { ...options, partition: "aws" }) ?? [];
    const refused = this.#authority?.refusal(calls, []);
    if (refused !== undefined) throw new Error(`invoking ${token}: ${refused}`);
    return invoke(token, plain, { cloud: this.#cloud, options, authority: this.#authority });
  }

  /** @throws {Error} with what AWS would say, and what to do about it */
  #authorize(doing: string, kind: Kind, operation: keyof TypeCalls, subject: Omit<Subject, keyof Place>): void {
    const authority = this.#authority;
    if (authority === undefined) return;
    const things = [...authority.things, ...subject.things];
    const calls = callsOf(kind)[operation]({ ...this.#configured(), partition: "aws", ...subject, things });
    const refused = authority.refusal(calls, subject.things);
    if (refused !== undefined) {
      const what = subject.id ?? kind.key?.(subject.inputs) ?? "new";
      throw new Error(`${doingWhat(doing, kind, what)}: ${refused}`);
    }
  }

  #known(thing: Thing): Pick<Subject, "id" | "inputs" | "properties"> {
    return { id: thing.id, inputs: thing.inputs, properties: this.#propertiesOf(thing) };
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
  #demandRest(doing: string, kind: Kind, inputs: JsonObject, all: readonly Thing[], self?: Thing): void {
    const things = all.filter(({ type, key }) => type !== self?.type || key !== self.key);
    const there = [...things, ...(this.#authority?.things ?? [])];
    for (const reference of kind.references) {
      for (const named of namedBy(reference, inputs)) {
        if (!there.some((thing) => this.#isNamed(thing, reference, named))) {
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
  #holders(thing: Thing, things: readonly Thing[]): readonly { readonly holder: Thing; readonly code: string }[] {
    return things.flatMap((holder) =>
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

function find(things: readonly Thing[], { type }: Kind, id: string): Thing | undefined {
  return things.find((thing) => thing.type === type && thing.id === id);
}

function callsOf({ type }: Kind): TypeCalls {
  const calls = CALLS[type];
  if (calls === undefined) {
    throw new Error(
      `which calls of AWS ${type} needs is not known, so nobody can be judged; add it to sandbox/providers/aws/authorization/calls/index.ts.`,
    );
  }
  return calls;
}

/** As the official provider words it: what was done, to what, and what AWS said. */
function awsError(doing: string, kind: Kind, what: string, code: string, message: string): Error {
  return new Error(`${doingWhat(doing, kind, what)}: ${code}: ${message}`);
}

function doingWhat(doing: string, { type }: Kind, what: string): string {
  const [, module = "", name = ""] = type.split(":");
  return `${doing} ${module.split("/")[0]?.toUpperCase() ?? ""} ${name} (${what})`;
}
