import { record, type Recorded } from "../../components/testing/recording";
import type { Environment } from "../../infra/environment";
import { environmentOf } from "../environments";
import type { Stack } from "../names";
import { runProgram } from "../program";
import { recordStack } from "./graph";
import { committedConfig, TODAY } from "./settings";

/** A Kubernetes object as it is registered, as far as tests look into it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: unknown;
  readonly immutable?: boolean;
  readonly spec: Spec;
}

interface Spec {
  readonly type?: string;
  readonly replicas?: number;
  readonly strategy?: unknown;
  readonly selector: Readonly<Record<string, string>> & { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly ports: readonly { readonly port: number; readonly targetPort: number }[];
  readonly rules: readonly { readonly host: string }[];
  readonly template: PodTemplate;
  /** Of a CronJob. */
  readonly jobTemplate?: { readonly spec: { readonly template: PodTemplate } };
  readonly [field: string]: unknown;
}

interface PodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: PodSpec;
}

export interface PodSpec {
  /** @default - undefined where there are none */
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly {
    readonly name: string;
    readonly secret?: { readonly secretName: string; readonly items: readonly { readonly key: string }[] };
  }[];
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly args?: readonly string[];
  readonly resources: { readonly requests: { readonly cpu: string } };
  readonly livenessProbe?: unknown;
  readonly readinessProbe?: unknown;
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
  }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

/** The Kubernetes objects of a run, to be picked by kind and name. */
export class Objects {
  constructor(readonly resources: readonly Recorded[]) {}

  all(kind: string): readonly KubernetesObject[] {
    const objects = this.resources.map(({ inputs }) => inputs as unknown as KubernetesObject);
    return objects.filter((object) => object.kind === kind);
  }

  one(kind: string, name: string): KubernetesObject {
    const found = this.all(kind).find(({ metadata }) => metadata.name === name || base(metadata.name) === name);
    if (found === undefined) {
      throw new Error(
        `no ${kind} ${name}; there are ${this.all(kind)
          .map(({ metadata }) => metadata.name)
          .join(", ")}`,
      );
    }
    return found;
  }

  /** What workloads make pods from, by the workload's name; a Job's without its hash. */
  podTemplates(): ReadonlyMap<string, PodTemplate> {
    const workloads = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"].flatMap((kind) => this.all(kind));
    return new Map(
      workloads.map(({ metadata, spec }) => [base(metadata.name), spec.jobTemplate?.spec.template ?? spec.template]),
    );
  }

  pods(): readonly PodSpec[] {
    return [...this.podTemplates().values()].map(({ spec }) => spec);
  }
}

/** A content name without its hash. */
function base(name: string): string {
  return name.replace(/-[0-9a-f]{8}$/, "");
}

export async function objectsOf(stack: Stack): Promise<Objects> {
  return new Objects((await recordStack(stack)).resources);
}

/** The local environment with something otherwise. */
export function objectsOfLocal(change: Partial<Environment>): Promise<Objects> {
  return objectsOfEnvironment({ ...environmentOf(committedConfig("local")), ...change });
}

export async function objectsOfEnvironment(environment: Environment): Promise<Objects> {
  const { resources } = await record(() => {
    runProgram(environment, TODAY);
  });
  return new Objects(resources);
}
