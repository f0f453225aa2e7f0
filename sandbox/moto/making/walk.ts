import type { Made } from "../../providers/aws/made";
import { asText, at, type Json, type JsonObject } from "../../providers/wire/json";
import type { Creations } from "./creation";

/** Where two imitations of AWS do not say the same. */
export interface Difference {
  readonly name: string;
  readonly type: string;
  /** The output that differs; none if the resource was refused. */
  readonly output?: string;
  readonly ours: string;
  readonly theirs: string;
}

/** A text that is shorter may stand elsewhere by chance. */
const SHORTEST = 8;

/**
 * Makes again, by other means, what was made; each resource with the identifiers that the others were given there. What is
 * said of each is held against what was said before: values, and the forms of identifiers that AWS chooses.
 * @param made in the order in which it was made
 * @param known values of the first account, and what they are in the second one
 */
export async function differencesIn(
  made: readonly Made[],
  creations: Creations,
  known: ReadonlyMap<string, string>,
): Promise<readonly Difference[]> {
  const others = new Map(known);
  const differences: Difference[] = [];
  for (const { name, type, id, inputs, properties } of made) {
    const create = creations[type];
    if (create === undefined) {
      continue;
    }
    try {
      const answer = await create(translated(inputs, others) as JsonObject);
      // What moto says nothing of can't be compared.
      for (const [output, theirs] of Object.entries(answer).filter(([, told]) => told !== undefined)) {
        const own = output === "id" ? id : (at({ ...properties }, ...stepsOf(output)) ?? null);
        const [ours, told] = [textOf(translated(own, others)), textOf(theirs as Json)];
        if (formOf(ours) !== formOf(told)) {
          differences.push({ name, type, output, ours, theirs: told });
        }
        const twin = [...others].find(([first, second]) => second === theirs && first !== own);
        if (twin !== undefined && own !== theirs) {
          differences.push({
            name,
            type,
            output,
            ours: `${ours} beside ${twin[0]}`,
            theirs: `${told}, one and the same`,
          });
        }
        if (typeof own === "string" && typeof theirs === "string" && own !== theirs && own.length >= SHORTEST) {
          others.set(own, theirs);
        }
      }
    } catch (error) {
      const { name: code, message } = error as Error;
      differences.push({ name, type, ours: "made", theirs: `${code}: ${message}` });
    }
  }
  return differences;
}

/** Lists that AWS gives are sets: their order means nothing. */
function textOf(value: Json): string {
  return asText(Array.isArray(value) ? value.map(asText).sort() : value);
}

/** `vpcConfig.subnetIds.0` as steps into properties. */
function stepsOf(path: string): (string | number)[] {
  return path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** The longest first: an ARN has an identifier in it. */
function translated(value: Json, others: ReadonlyMap<string, string>): Json {
  const pairs = [...others].sort(([a], [b]) => b.length - a.length);
  const text = pairs.reduce((told, [from, to]) => told.replaceAll(from, to), JSON.stringify(value));
  return JSON.parse(text) as Json;
}

/** Identifiers that AWS chooses, by their kind of digits and their length. */
function formOf(text: string): string {
  return text
    .replace(/(?<!\w)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\w)/g, "<uuid>")
    .replace(/(?<!\w)(AROA|ANPA)[A-Z0-9]{17}(?!\w)/g, "$1<17 letters and digits>")
    .replace(/(?<![a-z0-9])(?=[0-9a-f]*\d)[0-9a-f]{10,}(?!\w)/g, (digits) => `<${digits.length} hex>`)
    .replace(/(?<!\w)(?=[A-Z0-9]*\d)[A-Z0-9]{10,}(?!\w)/g, (digits) => `<${digits.length} letters and digits>`)
    .replace(/(secret:.*)-[A-Za-z0-9]{6}$/, "$1-<6>");
}
