import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";
import { commonLabels } from "../base/labels";
import { type Problem, under } from "../base/problems";
import { refuse } from "../base/refusal";
import {
  checkContainer,
  claimed,
  type Container,
  type Mount,
  renderContainer,
  renderVolumes,
  scratch,
  type Variable,
} from "../workload/container";
import type { Image } from "../workload/image";
import { type Peer, renderNetworkPolicy } from "../workload/network-policy";
import type { Resources } from "../workload/resources";
import { podSecurity } from "../workload/security";
import { checkUpgrade } from "./postgres-versions";
import { ServerChanges } from "./server-changes";

/** The port PostgreSQL listens on. */
export const POSTGRES_PORT = 5432;

/** The data's volume. PostgreSQL gets a folder below its root, which may hold `lost+found` (docs/system.md#databases). */
const VOLUME = "database";
const MOUNT = "/var/lib/postgresql/data";

/** Size of a volume. */
export type VolumeSize = `${number}Gi`;

/** What a PostgreSQL container needs, wherever it runs. */
export interface PostgresArgs {
  readonly image: Image;
  readonly resources: Resources;
  /** Name of the database made at first start. */
  readonly database: string;
  readonly user: string;
  readonly password: Variable;
  /** Numeric id of `postgres` in the image. */
  readonly runAsUser: number;
}

/**
 * The original layout (docs/system.md#databases): the database as a container beside the service, in its pod. The data is
 * gone with the pod, so the service can have one pod only.
 */
export function postgresSidecar(name: string, args: PostgresArgs): Container {
  return { ...postgresContainer(name, args, scratch(VOLUME, MOUNT)), keepsDataInPod: true };
}

function postgresContainer(name: string, args: PostgresArgs, data: Mount): Container {
  return {
    name,
    image: args.image,
    resources: args.resources,
    user: args.runAsUser,
    port: POSTGRES_PORT,
    environment: {
      POSTGRES_DB: args.database,
      POSTGRES_USER: args.user,
      POSTGRES_PASSWORD: args.password,
      PGDATA: `${MOUNT}/pgdata`,
    },
    probes: {
      readiness: {
        check: { kind: "exec", command: ["pg_isready", "--username", args.user, "--dbname", args.database] },
        periodSeconds: 5,
      },
    },
    mounts: [data, scratch("database-run", "/var/run/postgresql"), scratch("database-tmp", "/tmp")],
  };
}

const CHILDREN = {
  changes: ServerChanges,
  service: k8s.core.v1.Service,
  "network-policy": k8s.networking.v1.NetworkPolicy,
  "stateful-set": k8s.apps.v1.StatefulSet,
};

export interface PostgresServerArgs extends PostgresArgs, Transformable<typeof CHILDREN> {
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  /** The team that answers for it: label `owner`. */
  readonly owner: string;
  /** Version of PostgreSQL in the image: `15.20`. */
  readonly version: string;
  /**
   * The major version that a change may bring it to, once its volume was emptied: files of another one stop the server.
   * @default - no other than it has
   */
  readonly upgradeTo?: string | undefined;
  readonly storage: VolumeSize;
  /** Class of its volume. @default - the cluster's default */
  readonly storageClassName?: pulumi.Input<string> | undefined;
  /** Its pods: none while its environment sleeps; its volume stays. @default 1 */
  readonly replicas?: 0 | 1;
  /** Who connects to it; nobody else gets through. */
  readonly callers: readonly Peer[];
}

function serverContainer(args: PostgresServerArgs): Container {
  return postgresContainer("postgres", args, claimed(VOLUME, MOUNT));
}

export function checkPostgresServer(args: PostgresServerArgs): readonly Problem[] {
  return [...checkUpgrade(args), ...under("container", checkContainer(serverContainer(args)))];
}

/**
 * One PostgreSQL server that outlives its pod: a StatefulSet of one with its own volume, and a headless Service of the
 * same name. For environments whose data may be lost with the cluster; elsewhere use a managed database.
 * @throws {ProblemsError} from {@link checkPostgresServer}, before the first child
 */
export class PostgresServer extends Component<typeof CHILDREN> {
  /** Host name inside the namespace. */
  readonly host: string;

  constructor(name: string, args: PostgresServerArgs, opts: pulumi.ComponentResourceOptions) {
    refuse(`database ${name}`, checkPostgresServer(args));
    super("database:PostgresServer", name, CHILDREN, args, opts);
    const service = this.#service(name, args);
    this.#networkPolicy(name, args);
    const { version, upgradeTo } = args;
    const changes = this.make("changes", { kind: "volume", server: name, version, upgradeTo });
    this.#statefulSet(name, args, service, changes);
    this.host = name;
    this.registerOutputs({ host: this.host });
  }

  #metadata(name: string, args: PostgresServerArgs) {
    return {
      name,
      namespace: args.namespace,
      labels: { app: name, owner: args.owner, ...commonLabels(name, args.partOf) },
    };
  }

  #service(name: string, args: PostgresServerArgs): k8s.core.v1.Service {
    return this.make("service", {
      metadata: {
        ...this.#metadata(name, args),
        // Its StatefulSet being ready already proves its endpoint.
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        clusterIP: "None",
        selector: { app: name },
        ports: [{ name: "postgres", port: POSTGRES_PORT, targetPort: POSTGRES_PORT, protocol: "TCP" }],
      },
    });
  }

  #networkPolicy(name: string, args: PostgresServerArgs): void {
    const callers = args.callers.map((from) => ({ from, port: POSTGRES_PORT }));
    this.make("network-policy", {
      metadata: this.#metadata(name, args),
      spec: renderNetworkPolicy({ app: name }, { callers, dependencies: [] }),
    });
  }

  #statefulSet(name: string, args: PostgresServerArgs, service: k8s.core.v1.Service, changes: ServerChanges): void {
    const metadata = this.#metadata(name, args);
    const container = serverContainer(args);
    this.make(
      "stateful-set",
      {
        metadata,
        spec: {
          replicas: args.replicas ?? 1,
          serviceName: service.metadata.name,
          selector: { matchLabels: { app: name } },
          template: {
            metadata: { labels: metadata.labels },
            spec: {
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              securityContext: podSecurity(args.runAsUser),
              containers: [renderContainer(container)],
              volumes: renderVolumes([container]),
            },
          },
          volumeClaimTemplates: [
            {
              metadata: { name: VOLUME, labels: { app: name } },
              spec: {
                accessModes: ["ReadWriteOnce"],
                ...(args.storageClassName !== undefined && { storageClassName: args.storageClassName }),
                resources: { requests: { storage: args.storage } },
              },
            },
          ],
        },
      },
      { dependsOn: changes },
    );
  }
}
