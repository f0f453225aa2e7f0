import type { SmokeTest } from "../../infra/services/smoke-test";
import { definitionOf, type ServiceName, SERVICES } from "../../infra/system";
import type { Answer, Asker } from "./asker";

/** Who can be asked in an environment, and from where. */
export interface Places {
  /** Addresses of services that have one outside, such as `https://frontend.example.com`. */
  readonly urls: Readonly<Record<string, string>>;
  readonly outside: Asker;
  /** @default - undefined: nothing is asked inside */
  readonly inside?: Inside | undefined;
}

export interface Inside {
  /** Pods that serve, by service. */
  readonly pods: Readonly<Record<string, readonly string[]>>;
  /** Tags of the images that these pods run, by service. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
  readonly askerIn: (pod: string) => Asker;
}

/** What was asked, and what is wrong with the answer. */
export interface Finding {
  readonly service: ServiceName;
  /** `outside`, or the pod or service that asked. */
  readonly from: string;
  readonly shows: string;
  readonly question: string;
  /** @default - undefined: the answer is right */
  readonly problem?: string | undefined;
}

/** Whether every answer was right. */
export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ problem }) => problem === undefined);
}

/** A place that a service is asked from. */
interface Way {
  readonly from: string;
  readonly base: string;
  readonly ask: Asker;
}

/**
 * Asks services what their definitions say: from outside where they have an address; inside, each of their pods by itself,
 * and by their Service from a pod of each caller.
 * @param versions the tags that are to run
 */
export async function smokeTest(
  services: readonly ServiceName[],
  versions: Readonly<Record<ServiceName, readonly string[]>>,
  places: Places,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const service of services) {
    for (const way of waysTo(service, places)) {
      for (const test of definitionOf(service).smokeTests) {
        found.push(await findingOf(service, versions[service], test, way));
      }
    }
    if (places.inside !== undefined && (places.inside.pods[service] ?? []).length === 0) {
      found.push({
        service,
        from: "inside",
        shows: "it has pods that serve",
        question: "its pods",
        problem: "there are none",
      });
    }
  }
  return found;
}

function waysTo(service: ServiceName, { urls, outside, inside }: Places): readonly Way[] {
  const url = urls[service];
  return [
    ...(url === undefined ? [] : [{ from: "outside", base: url, ask: outside }]),
    ...(inside === undefined ? [] : waysInside(service, inside)),
  ];
}

function waysInside(service: ServiceName, { pods, askerIn }: Inside): readonly Way[] {
  const { address, port } = definitionOf(service);
  const own = (pods[service] ?? []).map((pod) => ({
    from: pod,
    base: `http://localhost:${port}`,
    ask: askerIn(pod),
  }));
  const callers = SERVICES.filter((name) => service in definitionOf(name).calls);
  const byService = callers.flatMap((caller) =>
    (pods[caller] ?? []).slice(0, 1).map((pod) => ({
      from: caller,
      base: `http://${address.name}`,
      ask: askerIn(pod),
    })),
  );
  return [...own, ...byService];
}

async function findingOf(
  service: ServiceName,
  versions: readonly string[],
  test: SmokeTest,
  { from, base, ask }: Way,
): Promise<Finding> {
  const url = `${base}${test.path}`;
  const question = `${test.sends === undefined ? "GET" : "POST"} ${url}`;
  const about = { service, from, shows: test.shows, question };
  try {
    return { ...about, problem: problemOf(test, versions, await ask({ url, sends: test.sends })) };
  } catch (error) {
    return { ...about, problem: `no answer: ${lastLine((error as Error).message)}` };
  }
}

function problemOf(
  { status = 200, holds }: SmokeTest,
  versions: readonly string[],
  answer: Answer,
): string | undefined {
  if (answer.status !== status) {
    return `answers ${answer.status} instead of ${status}`;
  }
  const texts = holds === undefined ? [""] : holds.kind === "version" ? versions : [holds.text];
  const isIn = holds?.kind === "version" ? tells : (body: string, text: string) => body.includes(text);
  return texts.some((text) => isIn(answer.body, text))
    ? undefined
    : `the answer does not hold ${texts.join(" or ")}: ${answer.body.trim().replace(/\s+/g, " ").slice(0, 80)}`;
}

/** Whether a text names a version, and not a longer one: `v2.3` is none of `v2.30` and `v2.3-rc1`. */
function tells(body: string, version: string): boolean {
  return body.split(/[^\w.-]+/).includes(version);
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
