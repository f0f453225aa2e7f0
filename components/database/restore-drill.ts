import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";
import { commonLabels } from "../base/labels";
import { refuse } from "../base/problems";
import { renderNetworkPolicy } from "../workload/network-policy";
import { checkTask, renderTaskPod, type Task } from "../workload/task";
import { AWS_ACCESS } from "./aws-access";

export interface RestoreDrillArgs extends Task {
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  /** The team that answers for it: label `owner`. */
  readonly owner: string;
  /** When, as cron has it, in UTC: `0 11 * * SUN`. */
  readonly schedule: string;
}

/** Seconds: AWS makes a copy within the hour, and takes some minutes to delete it. */
const DEADLINE_SECONDS = 3 * 60 * 60;

/** A second try, since a copy costs money and a failure that stays is to be looked at. */
const RETRIES = 1;

/**
 * Restores a database from its backups beside the one that is used, looks whether everything is there, and takes the copy
 * away, again and again: a CronJob whose last success is how far the backups can be trusted
 * (`cronjob:backup_last_verified_timestamp_seconds:max`).
 * @throws {ProblemsError} if the container is wrong, before the first child
 */
export class RestoreDrill extends Component {
  readonly nodes: { readonly cronJob: k8s.batch.v1.CronJob };

  /** @param opts what it depends on, the CronJob waits for: the access to the database, and the identity that may restore it */
  constructor(name: string, args: RestoreDrillArgs, opts: pulumi.ComponentResourceOptions) {
    refuse(`drill ${name}`, checkTask(args));
    super("database:RestoreDrill", name, opts);
    const labels = { app: name, owner: args.owner, ...commonLabels(name, args.partOf) };
    const metadata = { name, namespace: args.namespace, labels };
    const account = new k8s.core.v1.ServiceAccount(
      this.child("account"),
      { metadata, automountServiceAccountToken: false },
      this.childOptions(),
    );
    new k8s.networking.v1.NetworkPolicy(
      this.child("network"),
      {
        metadata,
        spec: renderNetworkPolicy({ app: name }, { callers: [], dependencies: [...args.access, ...AWS_ACCESS] }),
      },
      this.childOptions(),
    );
    const cronJob = new k8s.batch.v1.CronJob(
      this.child("cron-job"),
      {
        metadata,
        spec: {
          schedule: args.schedule,
          timeZone: "Etc/UTC",
          // There is one copy, of one name.
          concurrencyPolicy: "Forbid",
          jobTemplate: {
            metadata: { labels },
            spec: {
              backoffLimit: RETRIES,
              activeDeadlineSeconds: DEADLINE_SECONDS,
              template: { metadata: { labels }, spec: renderTaskPod(args, account.metadata.name) },
            },
          },
        },
      },
      this.childOptions({ dependsOn: opts.dependsOn ?? [] }),
    );
    this.nodes = { cronJob };
    this.registerOutputs({ name: cronJob.metadata.name });
  }
}
