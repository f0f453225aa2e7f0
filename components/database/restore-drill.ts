import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { DATABASE_TASK, DatabaseTask, type DatabaseTaskArgs } from "./database-task";

const CHILDREN = {
  ...DATABASE_TASK,
  "cron-job": k8s.batch.v1.CronJob,
};

export interface RestoreDrillArgs extends DatabaseTaskArgs, Transformable<typeof CHILDREN> {
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
 */
export class RestoreDrill extends DatabaseTask<typeof CHILDREN> {
  /** @param opts what it depends on, the CronJob waits for: the access to the database, and the identity that may restore it */
  constructor(name: string, args: RestoreDrillArgs, opts: pulumi.ComponentResourceOptions) {
    super("database:RestoreDrill", name, CHILDREN, args, opts);
    const { labels, pod } = this;
    const cronJob = this.make(
      "cron-job",
      {
        metadata: { name, namespace: args.namespace, labels },
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
              template: { metadata: { labels }, spec: pod },
            },
          },
        },
      },
      { dependsOn: opts.dependsOn ?? [] },
    );
    this.registerOutputs({ name: cronJob.metadata.name });
  }
}
