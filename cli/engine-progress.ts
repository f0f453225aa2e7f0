import type { EngineEvent } from "@pulumi/pulumi/automation";

/** Counts what the engine does, for one line on the screen; keeps what it complained about. */
export class EngineProgress {
  #done = 0;
  #failed = 0;
  #current = "";
  readonly errors: string[] = [];

  constructor(private readonly say: (line: string) => void) {}

  readonly onEvent = (event: EngineEvent): void => {
    if (event.resourcePreEvent && event.resourcePreEvent.metadata.op !== "same") {
      const { op, urn } = event.resourcePreEvent.metadata;
      this.#current = `${op} ${urn.split("::").at(-1) ?? ""}`;
    }
    if (event.resOutputsEvent) {
      this.#done += 1;
    }
    if (event.resOpFailedEvent) {
      this.#failed += 1;
    }
    const violation = event.policyEvent;
    if (violation?.enforcementLevel === "mandatory") {
      this.errors.push(`${violation.policyName}: ${plain(violation.message)}`);
    }
    const diagnostic = event.diagnosticEvent;
    if (diagnostic?.severity === "error") {
      this.errors.push(plain(diagnostic.message));
    }
    this.say(this.line());
  };

  line(): string {
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : "";
    return `${this.#done} resources done${failed}; ${this.#current}`;
  }
}

/** The engine's message without its colour marks. */
function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}
