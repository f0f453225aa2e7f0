import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { contentName } from "../base/names";
import { DATABASE_TASK, DatabaseTask, type DatabaseTaskArgs } from "./database-task";

const CHILDREN = {
  ...DATABASE_TASK,
  job: k8s.batch.v1.Job,
};

export type DatabaseAccessArgs = DatabaseTaskArgs & Transformable<typeof CHILDREN>;

/** A server that was just made, or just took over, may not answer at first. */
const RETRIES = 4;
const DEADLINE_SECONDS = 600;

/**
 * Gives a service's user access to its database, before the service starts and whenever the user's password changes: a Job
 * that asks for the master's password itself, so that it is in no Secret of the cluster and in no state of the engine.
 */
export class DatabaseAccess extends DatabaseTask<typeof CHILDREN> {
  /**
   * @param args its container gives the access; a change of what that is told, such as of a Secret's name, runs it again
   * @param opts what it depends on, the Job waits for: the server, and the identity by which it may read the secret
   */
  constructor(name: string, args: DatabaseAccessArgs, opts: pulumi.ComponentResourceOptions) {
    super("database:DatabaseAccess", name, CHILDREN, args, opts);
    const { labels, pod } = this;
    const jobName = pulumi.output(pod).apply((content) => contentName(name, { content: JSON.stringify(content) }));
    const job = this.make(
      "job",
      {
        // Another content is another Job, and it runs; the same content has run.
        metadata: { name: jobName, namespace: args.namespace, labels },
        spec: {
          backoffLimit: RETRIES,
          activeDeadlineSeconds: DEADLINE_SECONDS,
          template: { metadata: { labels }, spec: pod },
        },
      },
      { dependsOn: opts.dependsOn ?? [] },
    );
    this.registerOutputs({ jobName: job.metadata.name });
  }
}
