import { UserError } from "../../engine/user-error";
import type { ServiceName } from "../../infra/system";
import { FEWEST_REQUESTS, type Gate, GATE_SECONDS, type Gates, gatesOf } from "../../release/gates";
import type { Watched } from "../../release/watched";
import type { Ask } from "../prometheus";

/** What one look at the requests of a version showed. */
export interface TrafficLook {
  readonly wrong: readonly string[];
  /** For people: `480 requests a minute, 0 % failed, 95 % within 31 ms`. */
  readonly text: string;
}

/** @see https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries */
interface Answer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [number, string];
    }[];
  };
}

/** How often in a row Prometheus may not answer before nobody can say any more how the version does. */
const MOST_SILENCES = 3;

/** How a version answers requests, by what Prometheus scrapes from its pods. */
export class Traffic {
  readonly #gates: Gates;
  #silences = 0;

  constructor(
    private readonly ask: Ask,
    service: ServiceName,
    private readonly watched: Watched,
  ) {
    this.#gates = gatesOf(service);
  }

  async look(): Promise<TrafficLook> {
    try {
      const found = await this.#look();
      this.#silences = 0;
      return found;
    } catch (error) {
      if (!(error instanceof UserError)) {
        throw error;
      }
      this.#silences += 1;
      return { wrong: this.#silences < MOST_SILENCES ? [] : [error.message], text: error.message };
    }
  }

  async #look(): Promise<TrafficLook> {
    const { requests, gates, share } = this.#gates;
    const count = Math.round((await this.#value(requests)) * GATE_SECONDS);
    if (!(count >= FEWEST_REQUESTS)) {
      const few = `${Number.isNaN(count) ? 0 : count} requests a minute`;
      return { wrong: [], text: `${few}, too few to judge ${this.watched.tag} by errors and latency` };
    }
    const values = await Promise.all(gates.map(async (gate) => ({ ...gate, value: await this.#value(gate.expr) })));
    return {
      wrong: values.filter(({ value, most }) => value > most).map((gate) => this.#wrong(gate, share, count)),
      text: [`${count} requests a minute`, ...values.map(({ signal, value }) => shown(signal, value, share))].join(
        ", ",
      ),
    };
  }

  #wrong({ signal, value, most }: Gate & { readonly value: number }, share: number, count: number): string {
    const all = `${this.watched.tag} with ${count} requests a minute`;
    return `${all}: ${shown(signal, value, share)}; allowed are ${signal === "errors" ? percent(most) : time(most)}`;
  }

  /** NaN where no request was counted. */
  async #value(expr: string): Promise<number> {
    const { data } = JSON.parse(await this.ask(`/api/v1/query?query=${encodeURIComponent(expr)}`)) as Answer;
    const { slot, tag } = this.watched;
    const own = data.result.find(({ metric }) => metric.slot === slot && metric.version === tag);
    return Number(own?.value[1] ?? NaN);
  }
}

function shown(signal: Gate["signal"], value: number, share: number): string {
  switch (signal) {
    case "errors":
      return `${percent(value)} failed`;
    case "latency":
      return `${percent(share)} within ${time(value)}`;
    default:
      return signal satisfies never;
  }
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

function time(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1_000)} ms` : `${Number(seconds.toFixed(1))} s`;
}
