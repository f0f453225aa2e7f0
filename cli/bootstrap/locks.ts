import { hostname } from "node:os";
import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { startTime } from "../../engine/process/identity";
import { mayHold } from "../../engine/pulumi/recovery";
import { askedAws, clientSettings } from "../account/client";

/** A lock of the engine in a bucket. */
export interface Lock {
  readonly bucket: string;
  readonly key: string;
}

/**
 * The locks that the engine complains of, if all are of processes of this machine that are gone.
 * @see https://github.com/pulumi/pulumi/blob/v3.246.0/pkg/backend/diy/lock.go
 * @returns none if somebody may be at work, or if it complains of something else
 */
export function leftLocks(complaint: string): readonly Lock[] {
  const found = [
    ...complaint.matchAll(/s3:\/\/([^/]+)\/(\S+?\.json)\S*: created by \S+@(\S+) \(pid (\d+)\) at (\S+)/g),
  ];
  const isDead = ([, , , host, pid, timestamp = ""]: RegExpExecArray) =>
    host === hostname() && !mayHold({ timestamp }, startTime(Number(pid)));
  return found.every(isDead) ? found.map(([, bucket = "", key = ""]) => ({ bucket, key })) : [];
}

/** Removes locks. `pulumi cancel` can't: it knows none of a stack that is not made yet. */
export async function removeLocks(locks: readonly Lock[], region: string): Promise<void> {
  const s3 = new S3Client(clientSettings(region));
  for (const { bucket: Bucket, key: Key } of locks) {
    const remove = () => s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await askedAws(`removing the lock ${Key} that a killed run left`, remove, "administrator");
  }
}
