import type { Change } from "../../../engine/pulumi/change";
import type { Run } from "../../../engine/pulumi/run";
import { environmentReport, type ReportArgs } from "../build";
import type { ChangeReport } from "../report";

/** What a preview has seen, when nothing is said of it but what is said here. */
export function seen(part: Partial<Run> = {}): Run {
  return { changes: [], same: 0, outputChanges: [], violations: [], unjudged: [], warnings: [], ...part };
}

/** A report on environments, each with what is said here of it. */
export function report(...environments: readonly Partial<ReportArgs>[]): ChangeReport {
  const given = environments.length === 0 ? [{}] : environments;
  return {
    version: 1,
    environments: given.map((args) =>
      environmentReport({ stack: "staging", base: "main (4f2a91c), in a rehearsal", seen: seen(), ...args }),
    ),
  };
}

/** The URN of a component. */
export function componentUrn(name: string, kind = "workload:Service"): string {
  return `urn:pulumi:staging::thoughts::thoughts:${kind}::${name}`;
}

/** A change of a part of a component, called after it: `frontend-deployment`. */
export function part(component: string, role: string, change: Partial<Change> & Pick<Change, "type">): Change {
  return { op: "update", name: `${component}-${role}`, parent: componentUrn(component), ...change };
}

const KINDS: readonly (readonly [role: string, type: string])[] = [
  ["deployment", "kubernetes:apps/v1:Deployment"],
  ["service", "kubernetes:core/v1:Service"],
  ["account", "kubernetes:core/v1:ServiceAccount"],
  ["config", "kubernetes:core/v1:ConfigMap"],
  ["hpa", "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"],
  ["budget", "kubernetes:policy/v1:PodDisruptionBudget"],
  ["policy", "kubernetes:networking.k8s.io/v1:NetworkPolicy"],
  ["secret", "kubernetes:core/v1:Secret"],
  ["role", "aws:iam/role:Role"],
  ["log-group", "aws:cloudwatch/logGroup:LogGroup"],
];

/** A change of many services at once: their images, labels and sizes, and some that are new or go. */
export function manyChanges(count: number): readonly Change[] {
  return Array.from({ length: count }, (_, index) => {
    const service = `service-${Math.floor(index / KINDS.length)}`;
    const [role, type] = KINDS[index % KINDS.length] ?? ["config", "kubernetes:core/v1:ConfigMap"];
    const op = ["update", "update", "update", "create", "delete"][Math.floor(index / KINDS.length) % 5] ?? "update";
    const image = (tag: string) => `registry.example.com/${service}:${tag}@sha256:${"0123456789abcdef".repeat(4)}`;
    const spec = (tag: string) => ({
      spec: { template: { spec: { containers: [{ name: "app", image: image(tag) }] } } },
    });
    const fields = [
      { path: ["metadata", "labels", "app.kubernetes.io/version"], before: "v1.4", after: "v1.5" },
      { path: ["spec", "template", "spec", "containers", "app", "image"], before: image("v1.4"), after: image("v1.5") },
    ];
    return part(service, role, {
      op,
      type,
      ...(op === "update" && { fields }),
      ...(op !== "create" && { before: spec("v1.4") }),
      ...(op !== "delete" && { after: spec("v1.5") }),
    });
  });
}
