import type { EngineEvent } from "@pulumi/pulumi/automation";

/** What the engine does, or would do, to one resource. */
export interface Change {
  /** The engine's word: `create`, `update`, `replace`, `delete`, `create-replacement`, ... */
  readonly op: string;
  /** Type token, such as `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly name: string;
  /** The URN of what it is a part of. @default - none: of the stack itself */
  readonly parent?: string | undefined;
}

/** A Kubernetes object that the engine made or changed, and that did not become what it should be. */
export interface FailedObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What components say whose engine stops listening, and what the engine says after each failure. */
const CONSEQUENCE = /grpc: the client connection is closing|context canceled|^(update|preview|destroy) failed$/;

/** Follows a run of the engine: what changes, how far it is, and what it complains about. */
export class Progress {
  readonly changes: Change[] = [];
  readonly failed: FailedObject[] = [];
  readonly #errors: string[] = [];
  same = 0;
  #done = 0;
  #failed = 0;

  readonly onEvent = (event: EngineEvent): void => {
    if (event.resourcePreEvent) {
      const { op, type, urn, old, new: wanted } = event.resourcePreEvent.metadata;
      const name = urn.split("::").slice(3).join("::");
      if (isOfEngine(type, name)) {
        return;
      }
      if (op === "same") {
        this.same += 1;
      } else {
        this.changes.push({ op, type, name, parent: (wanted ?? old)?.parent });
      }
    }
    this.#done += event.resOutputsEvent ? 1 : 0;
    if (event.resOpFailedEvent) {
      this.#failed += 1;
      this.failed.push(...kubernetesObject(event.resOpFailedEvent.metadata.new?.inputs));
    }
    const violation = event.policyEvent;
    if (violation?.enforcementLevel === "mandatory") {
      this.#errors.push(`${violation.policyName}: ${plain(violation.message)}`);
    }
    const diagnostic = event.diagnosticEvent;
    if (diagnostic?.severity === "error") {
      this.#errors.push(plain(diagnostic.message));
    }
  };

  /** What it complained about; what fails only because the engine stops at the first failure is left out. */
  causes(): readonly string[] {
    const errors = [...new Set(this.#errors)];
    const causes = errors.filter((message) => !CONSEQUENCE.test(message));
    return causes.length > 0 ? causes : errors;
  }

  /** How far it is, in a line. */
  line(): string {
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : "";
    const last = this.changes.at(-1);
    return `${this.#done} resources done${failed}${last ? `; ${last.op} ${last.name}` : ""}`;
  }
}

function kubernetesObject(inputs: unknown): readonly FailedObject[] {
  const { kind, metadata } = (inputs ?? {}) as { kind?: string; metadata?: { name?: string; namespace?: string } };
  return kind !== undefined && metadata?.name !== undefined
    ? [{ kind, namespace: metadata.namespace ?? "", name: metadata.name }]
    : [];
}

/** The stack, what it reads of others, and providers that no program made: the engine's own display leaves these out too. */
function isOfEngine(type: string, name: string): boolean {
  return (
    /^pulumi:pulumi:Stack(Reference)?$/.test(type) ||
    (type.startsWith("pulumi:providers:") && name.startsWith("default"))
  );
}

/** Changes by operation: `30 create`, or that there is nothing to change. */
export function changesText({ changes, same }: { readonly changes: readonly Change[]; readonly same: number }): string {
  const counts = new Map<string, number>();
  for (const { op } of changes) {
    counts.set(op, (counts.get(op) ?? 0) + 1);
  }
  return counts.size === 0
    ? `nothing to change, ${same} resources are as they should be`
    : [...counts].map(([op, count]) => `${count} ${op}`).join(", ");
}

/** The engine's message without its colour marks. */
function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}
