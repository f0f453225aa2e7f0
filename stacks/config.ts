import { dirname } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../components/base/refusal";
import { AWS_STACKS } from "./names";

/** What the engine and the shell say about this run. */
export interface Config {
  readonly stack: string;
  /** The project with its organization, as one stack refers to another: `organization/thoughts`. */
  readonly project: string;
  /** The stack's keys under `thoughts:`, objects parsed. */
  readonly thoughts: Readonly<Record<string, unknown>>;
  /** Every other key of the stack, but for `pulumi:`, which is the engine's own. */
  readonly otherKeys: readonly string[];
  /** Keys whose value is encrypted; their values are not in `thoughts`. */
  readonly encrypted: readonly string[];
  /** Where the stack's file is. @default - undefined if what it says comes from elsewhere */
  readonly folder: string | undefined;
  /** The kubeconfig the shell names. */
  readonly kubeconfig: string | undefined;
  /** The day of the run, `2026-11-25`: what has an end is judged by it. */
  readonly today: string;
}

const NAMESPACE = "thoughts:";

/** The only reader of Pulumi config and of the environment's variables. */
export function readConfig(): Config {
  const stack = pulumi.getStack();
  const keys = Object.entries(pulumi.runtime.allConfig());
  const encrypted = encryptedKeys();
  const own = keys.filter(([key]) => key.startsWith(NAMESPACE));
  return {
    stack,
    project: `${pulumi.getOrganization()}/${pulumi.getProject()}`,
    thoughts: Object.fromEntries(
      own.filter(([key]) => !encrypted.has(key)).map(([key, value]) => [key.slice(NAMESPACE.length), parsed(value)]),
    ),
    otherKeys: keys.map(([key]) => key).filter((key) => !key.startsWith(NAMESPACE) && !key.startsWith("pulumi:")),
    encrypted: own.map(([key]) => key).filter((key) => encrypted.has(key)),
    folder: dirname(__dirname),
    kubeconfig: process.env.KUBECONFIG,
    today: today(stack),
  };
}

/**
 * Another day than the clock's is said, for everybody who reads the run to see that it was. By it an emergency that has
 * ended could go on, so accounts are judged by the clock: only a run that says of itself that it reaches none may have a day.
 */
function today(stack: string): string {
  const { THOUGHTS_TODAY: given, THOUGHTS_TRIAL: trial } = process.env;
  if (given === undefined) {
    return new Date().toISOString().slice(0, 10);
  }
  if (AWS_STACKS.some((name) => name === stack) && trial !== "true") {
    const message = `"${given}" is for tests, and ${stack} is judged by the clock; take it out of your shell: unset THOUGHTS_TODAY.`;
    refuse(`stack ${stack}`, [{ path: "THOUGHTS_TODAY", message }]);
  }
  void pulumi.log.warn(`versions and flags are judged as of ${given}, because THOUGHTS_TODAY says so.`);
  return given;
}

/** The engine decrypts every value before the program sees it, and lists in this variable which ones it decrypted. */
function encryptedKeys(): ReadonlySet<string> {
  return new Set(JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "[]") as string[]);
}

/** The engine hands over objects as JSON text, and everything else as it was written. */
function parsed(value: string): unknown {
  if (!/^\s*[[{]/.test(value)) {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
