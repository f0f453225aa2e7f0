import { parse } from "yaml";
import { needsAccount } from "../../docs/testing/account";
import { PAGES, textOf } from "../../docs/testing/pages";
import { shellIn, type ShellCommand, UNTRIED_PAGES } from "../../docs/testing/shell";
import type { Clone } from "./clone";

/** A name that a page leaves open, and the kubectl command that answers with one. */
const PLACEHOLDERS: Readonly<Record<string, readonly string[]>> = {
  APP: first("deployments", "-l", "app=frontend"),
  POD: first("pods", "-l", "app=frontend"),
  CONTAINER: ["get", "pods", "-l", "app=frontend", "-o", "jsonpath={.items[0].spec.containers[0].name}"],
  NAME: first("jobs"),
  CLAIM: first("persistentvolumeclaims"),
  CRONJOB: first("cronjobs"),
  HPA: first("horizontalpodautoscalers"),
  // A demo is a namespace with the same objects.
  "demo-anna": ["get", "namespace", "example", "-o", "jsonpath={.metadata.name}"],
};

const READS = ["get", "describe", "top", "rollout history", "config get-contexts"];
const CHANGES = ["scale", "patch", "create", "delete"];

/** What needs a program in a container, or has no dry run: only the objects that it names are looked at. */
const OF_OBJECTS = ["logs", "exec", "port-forward", "rollout undo", "rollout restart"];

/** How kubectl commands are checked. */
export type Check = "run" | "dry run" | "objects";

/** A command of kubectl on a page. */
export interface PageCommand extends ShellCommand {
  readonly page: string;
}

interface Found {
  readonly kind: string;
  readonly spec: PodSpec & {
    readonly template?: { readonly spec: PodSpec };
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly { readonly port: number }[];
  };
}

interface PodSpec {
  readonly containers?: readonly { readonly name: string }[];
  readonly initContainers?: readonly { readonly name: string }[];
}

/** Those that a local environment can run: pages mark the others. */
export function pageCommands(): readonly PageCommand[] {
  const pages = PAGES.filter((page) => !Object.keys(UNTRIED_PAGES).some((one) => page.startsWith(one)));
  return pages.flatMap((page) =>
    shellIn(textOf(page))
      .filter((command) => command.words[0] === "kubectl" && command.mark === undefined && !needsAccount(command))
      .map((command) => ({ ...command, page })),
  );
}

/** Objects that pages speak of, and that only clusters on AWS have: as in production. They scale nothing. */
export function objectsOfAws(): readonly object[] {
  const drill = inputsOf("users-backend-restore-drill", "users-backend-restore-drill-cron-job");
  const { metadata, spec } = inputsOf("frontend", "frontend-hpa");
  return [
    ...["namespace", "service-account", "daemon-set"].map((part) => inputsOf("log-collector", `log-collector-${part}`)),
    ...["service-account", "deployment"].map((part) => inputsOf("error-reporter", `error-reporter-${part}`)),
    { ...drill, spec: { ...drill.spec, suspend: true } },
    {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata,
      spec: { ...spec, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "nothing" } },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "IngressClass",
      metadata: { name: "alb" },
      spec: { controller: "ingress.k8s.aws/alb" },
    },
  ];
}

function inputsOf(component: string, child: string): { readonly metadata: object; readonly spec: object } {
  const graph = parse(textOf(`stacks/expected/production/${component}.yaml`)) as Record<
    string,
    { readonly inputs: { readonly metadata: object; readonly spec: object } } | undefined
  >;
  const resource = graph[child];
  if (resource === undefined) {
    throw new Error(`stacks/expected/production/${component}.yaml has no resource ${child}.`);
  }
  return resource.inputs;
}

/** Tries commands of pages in a cluster that is up. */
export class PageCommands {
  readonly #clone: Clone;
  readonly #answers = new Map<string, string>();
  readonly #names = new Map<string, string>();
  /** Names that commands before it on the page have created. */
  readonly #created = new Set<string>();

  constructor(clone: Clone) {
    this.#clone = clone;
  }

  /** @returns how it was checked @throws {Error} with the place, the command and what kubectl says, if it fails as written */
  async try({ page, line, words }: PageCommand): Promise<Check> {
    const args = await Promise.all(words.slice(1).map((word) => this.#filled(word)));
    try {
      return await this.#check(args, page);
    } catch (error) {
      const { stderr, message } = error as Error & { readonly stderr?: string };
      throw new Error(`${page}:${line}: kubectl ${args.join(" ")}: ${(stderr ?? message).trim()}`);
    }
  }

  async #check(args: readonly string[], page: string): Promise<Check> {
    const { verb, rest } = verbOf(args);
    if (READS.includes(verb)) {
      await this.#answer(args);
      return "run";
    }
    if (CHANGES.includes(verb)) {
      await this.#answer([...args, "--dry-run=server"]);
      this.#created.add(`${page} ${verb === "create" ? `${rest[0]}/${rest.at(-1)}` : ""}`);
      return "dry run";
    }
    if (OF_OBJECTS.includes(verb)) {
      await this.#findObjects(args, rest, page);
      return "objects";
    }
    throw new Error(`nothing says how to check kubectl ${verb}; add it to READS, CHANGES or OF_OBJECTS.`);
  }

  /** What it names must be there: the object or pods of the selector, the container, the port. */
  async #findObjects(args: readonly string[], rest: readonly string[], page: string): Promise<void> {
    const namespace = args[0] === "-n" ? args.slice(0, 2) : [];
    const selector = valueOf(rest, "-l");
    if (selector !== undefined) {
      await this.#answer([...namespace, "get", "pods", "-l", selector]);
      return;
    }
    const [target = "", port] = positionals(rest);
    if (this.#created.has(`${page} ${target}`)) {
      return;
    }
    const path = target.includes("/") ? target : `pod/${target}`;
    const { spec } = JSON.parse(await this.#answer([...namespace, "get", path, "-o", "json"])) as Found;
    if (spec.selector !== undefined && spec.ports !== undefined) {
      const labels = Object.entries(spec.selector).map(([key, value]) => `${key}=${value}`);
      await this.#answer([...namespace, "get", "pods", "-l", labels.join(",")]);
    }
    const { containers = [], initContainers = [] } = spec.template?.spec ?? spec;
    expectOneOf(
      "container",
      valueOf(rest, "-c"),
      [...containers, ...initContainers].map(({ name }) => name),
    );
    expectOneOf(
      "port",
      port?.split(":").at(-1),
      (spec.ports ?? []).map((one) => String(one.port)),
    );
  }

  /** @throws {Error} if there is none: a wrong label selects nothing, which is no error of kubectl */
  async #answer(args: readonly string[]): Promise<string> {
    const key = args.join(" ");
    // kubectl without a namespace asks for "default", as it would on a terminal. Pages repeat commands, and no answer changes.
    const text = this.#answers.get(key) ?? (await this.#clone.kubectl("-n", "default", ...args));
    this.#answers.set(key, text);
    if (text.trim() === "") {
      throw new Error("it finds nothing.");
    }
    return text;
  }

  /** A word with each name that it leaves open. */
  async #filled(word: string): Promise<string> {
    let filled = word;
    for (const [placeholder, query] of Object.entries(PLACEHOLDERS)) {
      const pattern = new RegExp(`\\b${placeholder}\\b`, "g");
      if (pattern.test(filled)) {
        const name = this.#names.get(placeholder) ?? (await this.#clone.kubectl(...query));
        this.#names.set(placeholder, name);
        filled = filled.replaceAll(pattern, name);
      }
    }
    return filled;
  }
}

function first(kind: string, ...options: readonly string[]): readonly string[] {
  return ["get", kind, ...options, "-o", "jsonpath={.items[0].metadata.name}"];
}

/** `rollout history` is a verb of two words. The namespace may come before it. */
function verbOf(args: readonly string[]): { readonly verb: string; readonly rest: readonly string[] } {
  let from = 0;
  while (args[from] === "-n") {
    from += 2;
  }
  const length = ["rollout", "config"].includes(args[from] ?? "") ? 2 : 1;
  return { verb: args.slice(from, from + length).join(" "), rest: args.slice(from + length) };
}

function valueOf(args: readonly string[], option: string): string | undefined {
  const at = args.indexOf(option);
  return at < 0 ? undefined : args[at + 1];
}

/** What is no option and no option's value, up to the command for a container. */
function positionals(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return args
    .slice(0, end < 0 ? args.length : end)
    .filter((arg, index) => !arg.startsWith("-") && args[index - 1] !== "-c");
}

function expectOneOf(what: string, asked: string | undefined, there: readonly string[]): void {
  if (asked !== undefined && !there.includes(asked)) {
    throw new Error(`there is no ${what} ${asked}, but ${there.join(", ") || "none"}.`);
  }
}
