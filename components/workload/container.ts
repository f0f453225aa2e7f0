import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Problem, under } from "../base/problems";
import type { Configuration, SecretBundle } from "./configuration";
import { checkImageVersion, type Image } from "./image";
import { checkProbes, type Probes, renderProbe } from "./probes";
import { checkResources, type Memory, renderResources, type Resources } from "./resources";
import { containerSecurity } from "./security";

/** The value of one environment variable: a clear text, perhaps not known yet, or a key of a Secret. */
export type Variable =
  string | pulumi.Output<string> | { readonly secretName: pulumi.Input<string>; readonly key: string };

/** A key of a bundle as a variable. Only keys that the bundle has can be named. */
export function fromSecret<Key extends string>(bundle: SecretBundle<Key>, key: NoInfer<Key>): Variable {
  return { secretName: bundle.secretName, key };
}

/** A folder in a container. */
export interface Mount {
  /** Name of the volume, unique in the pod. */
  readonly name: string;
  readonly path: `/${string}`;
  readonly source: MountSource;
}

type MountSource =
  /** Empty at start and gone with the pod; a pod that puts in more than `limit` is evicted. */
  | { readonly kind: "scratch"; readonly limit?: Memory }
  /** The StatefulSet's volume claim of the same name; it outlives the pod. */
  | { readonly kind: "claim" }
  /** The keys of a ConfigMap, each as a file of that name. */
  | {
      readonly kind: "configuration";
      readonly configMapName: pulumi.Input<string>;
      /** The one key whose file is put at `path`, which is no folder then. @default - all, and `path` is their folder */
      readonly file?: string;
      /** Whether the files may be run. @default false */
      readonly executable?: boolean;
    }
  /** Some keys of a Secret, each as a file of that name. */
  | { readonly kind: "secret"; readonly secretName: pulumi.Input<string>; readonly items: readonly string[] };

/**
 * A writable folder; the rest of the file system is read-only.
 * @param limit how much may be in it. @default - as much as the node has
 */
export function scratch(name: string, path: `/${string}`, limit?: Memory): Mount {
  return { name, path, source: { kind: "scratch", ...(limit && { limit }) } };
}

/** A configuration as a folder of files. */
export function configurationFiles(
  name: string,
  path: `/${string}`,
  { configMapName }: Configuration,
  { executable = false }: { readonly executable?: boolean } = {},
): Mount {
  return { name, path, source: { kind: "configuration", configMapName, executable } };
}

/**
 * One key of a configuration as a file in a folder that has others too. Such a file never changes while the container
 * runs, and needs not: another content is another ConfigMap, and so another pod.
 */
export function configurationFile(
  name: string,
  path: `/${string}`,
  { configMapName }: Configuration,
  file: string,
): Mount {
  return { name, path, source: { kind: "configuration", configMapName, file } };
}

/** A folder on the volume that the StatefulSet claims under the same name. */
export function claimed(name: string, path: `/${string}`): Mount {
  return { name, path, source: { kind: "claim" } };
}

/** Keys of a bundle as files. Only keys that the bundle has can be named. */
export function secretFiles<Key extends string>(
  name: string,
  path: `/${string}`,
  bundle: SecretBundle<Key>,
  items: readonly NoInfer<Key>[],
): Mount {
  return { name, path, source: { kind: "secret", secretName: bundle.secretName, items } };
}

export interface Container {
  readonly name: string;
  readonly image: Image;
  readonly resources: Resources;
  /** What its program is told. `$(NAME)` is a variable of `environment`. @default - as the image has it */
  readonly args?: readonly string[];
  /** Numeric id its process runs as. @default - the pod's user */
  readonly user?: number;
  /** The port it listens on. @default - none */
  readonly port?: number;
  /** @default - none: ready as soon as it runs. The container that serves requests always has probes. */
  readonly probes?: Probes;
  /** ConfigMaps taken whole as environment variables. @default - none */
  readonly configuration?: readonly Configuration[];
  /** Wins over `configuration` where both name a variable. @default - none */
  readonly environment?: Readonly<Record<string, Variable>>;
  /** @default - none */
  readonly mounts?: readonly Mount[];
  /** Its data lives in the pod and dies with it, so a second pod would hold other data. @default false */
  readonly keepsDataInPod?: boolean;
}

/** A container that runs to its end before the others start; its failure keeps them from starting. */
export type InitContainer = Omit<Container, "port" | "probes" | "keepsDataInPod">;

/** A user whose number says that it is not root; a name would not. */
export function checkUser(user: number): readonly Problem[] {
  return Number.isInteger(user) && user > 0
    ? []
    : [{ path: "user", message: `${user} is not allowed; use the numeric id of the image's user, not 0.` }];
}

export function checkContainer(container: Container): readonly Problem[] {
  return [
    ...(container.user === undefined ? [] : checkUser(container.user)),
    ...under("image", checkImageVersion(container.image)),
    ...under("resources", checkResources(container.resources)),
    ...(container.probes ? under("probes", checkProbes(container.probes)) : []),
  ];
}

export function renderContainer(container: Container): types.input.core.v1.Container {
  const { probes, mounts = [], environment = {}, configuration = [] } = container;
  return {
    name: container.name,
    image: imageReference(container.image),
    imagePullPolicy: container.image.pullPolicy,
    ...(container.args && { args: [...container.args] }),
    resources: renderResources(container.resources),
    securityContext: containerSecurity(container.user),
    // What it said last is why it failed, and then shown where people look: in the pod's status.
    terminationMessagePolicy: "FallbackToLogsOnError",
    ...(container.port !== undefined && { ports: [{ containerPort: container.port, protocol: "TCP" }] }),
    ...(probes && { readinessProbe: renderProbe(probes.readiness) }),
    ...(probes?.liveness && { livenessProbe: renderProbe(probes.liveness) }),
    ...(configuration.length > 0 && {
      envFrom: configuration.map(({ configMapName }) => ({ configMapRef: { name: configMapName } })),
    }),
    ...(Object.keys(environment).length > 0 && {
      env: Object.entries(environment).map(([name, value]) => renderVariable(name, value)),
    }),
    volumeMounts: mounts.map(({ name, path, source }) => ({
      name,
      mountPath: path,
      ...(source.kind === "configuration" && source.file !== undefined && { subPath: source.file }),
      ...((source.kind === "secret" || source.kind === "configuration") && { readOnly: true }),
    })),
  };
}

function renderVariable(name: string, value: Variable): types.input.core.v1.EnvVar {
  return typeof value === "string" || pulumi.Output.isInstance(value)
    ? { name, value }
    : { name, valueFrom: { secretKeyRef: { name: value.secretName, key: value.key } } };
}

/** The volumes behind the mounts of a pod's containers; one that two containers mount is one volume. */
export function renderVolumes(containers: readonly Container[]): types.input.core.v1.Volume[] {
  const mounts = containers.flatMap((container) => container.mounts ?? []);
  const byName = new Map(mounts.map((mount) => [mount.name, mount]));
  return [...byName.values()].flatMap(renderVolume);
}

function renderVolume({ name, source }: Mount): types.input.core.v1.Volume[] {
  switch (source.kind) {
    case "scratch":
      return [{ name, emptyDir: source.limit === undefined ? {} : { sizeLimit: source.limit } }];
    case "claim":
      return [];
    case "configuration":
      return [{ name, configMap: { name: source.configMapName, ...(source.executable && { defaultMode: 0o555 }) } }];
    case "secret": {
      const items = source.items.map((key) => ({ key, path: key }));
      return [{ name, secret: { secretName: source.secretName, items } }];
    }
    default:
      return source satisfies never;
  }
}

/** The reference a container runtime pulls: `repository:tag[@digest]`. */
function imageReference(image: Image): pulumi.Output<string> {
  const digest = image.digest === undefined ? "" : `@${image.digest}`;
  return pulumi.interpolate`${image.repository}:${image.tag}${digest}`;
}
