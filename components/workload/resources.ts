import type { types } from "@pulumi/kubernetes";
import type { Problem } from "../base/problems";

/** CPU in thousandths of a core. */
export type Cpu = `${number}m`;
/** Memory in powers of two; `M` (powers of ten) is left out, because the two are mixed up (docs/system.md#resources). */
export type Memory = `${number}Mi` | `${number}Gi`;

/**
 * What a container asks for and may use at most. Requests are the base of scheduling, and of the autoscaler's
 * percentages.
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export interface Resources {
  readonly requests: { readonly cpu: Cpu; readonly memory: Memory };
  /** A container over its memory limit is ended; over its CPU limit it is slowed down. */
  readonly limits: {
    /** @default - no limit: idle CPU may be used */
    readonly cpu?: Cpu;
    readonly memory: Memory;
  };
}

const MEBIBYTES = { Mi: 1, Gi: 1024 };

function millicores(cpu: Cpu): number {
  return Number(cpu.slice(0, -1));
}

function mebibytes(memory: Memory): number {
  return Number(memory.slice(0, -2)) * MEBIBYTES[memory.endsWith("Gi") ? "Gi" : "Mi"];
}

export function checkResources({ requests, limits }: Resources): readonly Problem[] {
  const malformed = [...checkQuantities("requests", requests), ...checkQuantities("limits", limits)];
  // What is no amount can't be compared.
  return malformed.length > 0 ? malformed : checkOrder({ requests, limits });
}

/** The types let `0m` and `-1Gi` through. */
function checkQuantities(path: string, { cpu, memory }: Resources["limits"]): readonly Problem[] {
  const problems: Problem[] = [];
  if (cpu !== undefined && !/^[1-9]\d*m$/.test(cpu)) {
    problems.push({
      path: `${path}.cpu`,
      message: `"${cpu}" is not allowed; write thousandths of a core from 1 on, such as "60m".`,
    });
  }
  if (!/^[1-9]\d*(Mi|Gi)$/.test(memory)) {
    problems.push({
      path: `${path}.memory`,
      message: `"${memory}" is not allowed; write a whole number of Mi or Gi from 1 on, such as "128Mi".`,
    });
  }
  return problems;
}

function checkOrder({ requests, limits }: Resources): readonly Problem[] {
  const problems: Problem[] = [];
  if (limits.cpu !== undefined && millicores(requests.cpu) > millicores(limits.cpu)) {
    problems.push({
      path: "requests.cpu",
      message: `${requests.cpu} is more than limits.cpu (${limits.cpu}); lower the request or raise the limit.`,
    });
  }
  if (mebibytes(requests.memory) > mebibytes(limits.memory)) {
    problems.push({
      path: "requests.memory",
      message: `${requests.memory} is more than limits.memory (${limits.memory}); lower the request or raise the limit.`,
    });
  }
  return problems;
}

export function renderResources({ requests, limits }: Resources): types.input.core.v1.ResourceRequirements {
  return { requests: { ...requests }, limits: { ...limits } };
}
