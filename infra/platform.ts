import { type Problem, under } from "../components/base/problems";
import type { PostgresServerArgs, VolumeSize } from "../components/database/postgres";
import { checkRdsSize, type RdsPostgresArgs, type RdsSize } from "../components/database/rds-postgres";
import { checkZones } from "../components/network/region";
import { type AccountSettings, checkAccount } from "./account/account";
import { checkOtherAccounts } from "./account/other-accounts";
import {
  type AwsIngress,
  checkIngress,
  checkWebAcl,
  type ClusterIngress,
  type SharedLoadBalancer,
} from "./edge/choice";
import { checkEks, type EksSettings } from "./eks";

/** Where an environment lives, and what it stands on there. What can't go together does not compile. */
export type Platform = ClusterPlatform | AwsPlatform | SharedPlatform;

/** A cluster that is there, as on a machine of one's own: nothing is made but what is in it. */
export interface ClusterPlatform {
  readonly kind: "cluster";
  /** @default - undefined: `~/.kube/config` */
  readonly kubeconfig?: string | undefined;
  /** A context of the kubeconfig: nothing is ever created in a cluster that is not named. */
  readonly context: string;
  /** The host of a registry that is there. */
  readonly registry: string;
  readonly ingress: ClusterIngress;
  readonly database: DatabaseInCluster;
}

/** An AWS account of its own, where the network, the cluster, the registry and all else is made. */
export interface AwsPlatform extends AccountSettings {
  readonly kind: "aws";
  readonly cluster: EksSettings;
  /** Other accounts, by their 12 digits, that may pull images from its registry. */
  readonly imageReaders: readonly string[];
  /** Whether other environments may stand in its cluster: copies of it, for a demo. */
  readonly isShared: boolean;
  readonly ingress: AwsIngress;
  /** With `rds`, a server for each backend that AWS runs, in the cluster's network. */
  readonly database: DatabaseInCluster | DatabaseInRds;
}

/** What an environment lets others use of its platform. */
export interface Offer {
  /** How its cluster is reached: a kubeconfig's text or file, and a context of it. */
  readonly connection: { readonly kubeconfig?: string | undefined; readonly context?: string | undefined };
  /** Of volumes that hold what has to stay. @default - undefined: the cluster's default */
  readonly storageClassName?: string | undefined;
  /** What names of images start with, by repository. */
  readonly repositoryUrls: Readonly<Record<string, string>>;
  readonly ingress: ClusterIngress | SharedLoadBalancer;
}

/** The platform of another environment: its cluster, registry and entrance are used, and nothing of them is made. */
export interface SharedPlatform extends Offer {
  readonly kind: "shared";
  readonly database: DatabaseInCluster;
}

/** A server in RDS for each backend. */
export interface DatabaseInRds extends RdsSize, Pick<RdsPostgresArgs, "upgradeTo" | "applyImmediately"> {
  readonly kind: "rds";
  /** Which password the backends have, from 1: one more is a new password. */
  readonly passwordGeneration: number;
}

/** Where each backend's PostgreSQL is in the cluster. */
export type DatabaseInCluster =
  /** In the backend's pod, as in the original (docs/system.md#databases): gone with the pod. */
  | { readonly kind: "sidecar" }
  /** A server of its own, with a volume. */
  | ({ readonly kind: "statefulSet"; readonly storage: VolumeSize } & Pick<PostgresServerArgs, "upgradeTo">);

export function checkPlatform(platform: Platform): readonly Problem[] {
  switch (platform.kind) {
    case "cluster":
      return under("ingress", checkIngress(platform.ingress));
    case "aws":
      return [
        ...checkAccount(platform),
        ...under("cluster.network", checkZones(platform.region, platform.cluster.network.zones)),
        ...under("cluster", checkEks(platform.cluster)),
        ...under("ingress", checkWebAcl(platform.ingress, platform)),
        ...under("imageReaders", checkOtherAccounts(platform.account, platform.imageReaders)),
        ...(platform.database.kind === "rds" ? under("database", checkRdsSize(platform.database)) : []),
      ];
    case "shared":
      return [];
    default:
      return platform satisfies never;
  }
}
