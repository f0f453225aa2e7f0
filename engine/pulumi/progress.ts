import type { EngineEvent } from "@pulumi/pulumi/automation";
import {
  type Change,
  changeOf,
  Changes,
  countsText,
  type FieldChange,
  fieldsThatDiffer,
  type StepEvent,
} from "./change";
import { Pace } from "./pace";

/** A Kubernetes object that the engine made or changed, and that did not become what it should be. */
export interface FailedObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What a rule of the policy pack says against a resource. */
export interface Violation {
  readonly policy: string;
  /** Whether the engine goes on in spite of it. */
  readonly level: "advisory" | "mandatory";
  /** Of the resource, without the stack; empty if it is about the stack as a whole. */
  readonly resource: string;
  readonly message: string;
}

/**
 * What the policy SDK says of a rule that read a value which is not known yet, in the place of a violation.
 * @see https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/server.ts
 */
const UNJUDGED = /^can't run policy .* during preview: /;

/** What components say whose engine stops listening, and what the engine says after each failure. */
const CONSEQUENCE = /grpc: the client connection is closing|context canceled|^(update|preview|destroy) failed$/;

/** Follows a run of the engine: what changes, how far it is, and what it complains about. */
export class Progress {
  readonly failed: FailedObject[] = [];
  readonly #changes = new Changes();
  readonly #errors: string[] = [];
  same = 0;
  /** Outputs of the stack that will be others than before. */
  outputChanges: readonly FieldChange[] = [];
  readonly violations: Violation[] = [];
  /** Rules that could not be asked about a resource, because a value of it is not known yet. */
  readonly unjudged: Violation[] = [];
  readonly warnings: string[] = [];
  #failure?: { readonly error: unknown };
  readonly #pace: Pace;

  /** @param expected how many resources a preview has counted. @default - nobody has counted them */
  constructor(expected?: number) {
    this.#pace = new Pace(expected);
  }

  /** What the engine does or would do, a replacement counted once. */
  get changes(): readonly Change[] {
    return this.#changes.all;
  }

  /** The SDK would go on after an error here, with a warning, and a change would be missing. */
  readonly onEvent = (event: EngineEvent): void => {
    try {
      this.#follow(event);
    } catch (error) {
      this.#failure ??= { error };
    }
  };

  /** @throws what went wrong while it followed the run */
  demandWhole(): void {
    if (this.#failure) {
      throw this.#failure.error;
    }
  }

  #follow(event: EngineEvent): void {
    if (event.resourcePreEvent) {
      this.#onStep(event.resourcePreEvent.metadata);
    }
    if (event.resOutputsEvent) {
      const { type, urn, old, new: wanted } = event.resOutputsEvent.metadata;
      this.#pace.end(urn);
      if (type === STACK) {
        this.outputChanges = fieldsThatDiffer(old?.outputs ?? {}, wanted?.outputs ?? {});
      }
    }
    if (event.resOpFailedEvent) {
      this.#pace.fail(event.resOpFailedEvent.metadata.urn);
      this.failed.push(...kubernetesObject(event.resOpFailedEvent.metadata.new?.inputs));
    }
    if (event.policyEvent) {
      this.#onViolation(event.policyEvent);
    }
    const diagnostic = event.diagnosticEvent;
    if (diagnostic?.severity === "error") {
      this.#errors.push(plain(diagnostic.message));
    }
    if (diagnostic?.severity === "warning") {
      this.warnings.push(plain(diagnostic.message));
    }
  }

  #onViolation({ policyName, enforcementLevel, message, resourceUrn = "" }: PolicyEvent): void {
    const text = plain(message);
    const resource = resourceUrn.split("::").slice(3).join("::");
    const level = enforcementLevel === "mandatory" ? "mandatory" : "advisory";
    const violation: Violation = { policy: policyName, level, resource, message: text };
    if (UNJUDGED.test(text)) {
      this.unjudged.push(violation);
      return;
    }
    this.violations.push(violation);
    if (level === "mandatory") {
      this.#errors.push(`${policyName}: ${text}`);
    }
  }

  #onStep(step: StepEvent): void {
    const { op, type, urn } = step;
    const name = urn.split("::").slice(3).join("::");
    if (isOfEngine(type, name)) {
      return;
    }
    this.#pace.begin(urn, { type, parent: (step.new ?? step.old)?.parent });
    if (op === "same") {
      this.same += 1;
    } else {
      this.#changes.add(urn, changeOf(step, name));
    }
  }

  /** What it complained about; what fails only because the engine stops at the first failure is left out. */
  causes(): readonly string[] {
    const errors = [...new Set(this.#errors)];
    const causes = errors.filter((message) => !CONSEQUENCE.test(message));
    return causes.length > 0 ? causes : errors;
  }

  /** How far it is, in a line. */
  line(): string {
    return this.#pace.line();
  }
}

function kubernetesObject(inputs: unknown): readonly FailedObject[] {
  const { kind, metadata } = (inputs ?? {}) as { kind?: string; metadata?: { name?: string; namespace?: string } };
  return kind !== undefined && metadata?.name !== undefined
    ? [{ kind, namespace: metadata.namespace ?? "", name: metadata.name }]
    : [];
}

type PolicyEvent = NonNullable<EngineEvent["policyEvent"]>;

const STACK = "pulumi:pulumi:Stack";
const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/** The stack, what it reads of others, and providers that no program made: the engine's own display leaves these out too. */
function isOfEngine(type: string, name: string): boolean {
  return (
    type === STACK || type === STACK_REFERENCE || (type.startsWith("pulumi:providers:") && name.startsWith("default"))
  );
}

/** Changes by operation: `30 create`, or that there is nothing to change. */
export function changesText({ changes, same }: { readonly changes: readonly Change[]; readonly same: number }): string {
  return changes.length === 0 ? `nothing to change, ${same} resources are as they should be` : countsText(changes);
}

/** The engine's message without its colour marks. */
function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}
