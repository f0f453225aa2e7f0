import type { Call } from "../call";
import { calling, callingEach } from "./arns";

/** Where the engine keeps its state. */
export interface StateStore {
  /** ARN of the bucket. */
  readonly bucket: string;
  /** ARN of the key, for what the bucket stores and for the secrets in the state. */
  readonly key: string;
  readonly stack: string;
}

/** The project's name, which is a folder of the bucket's. */
const PROJECT = "thoughts";

/**
 * What the engine reads of its state: which stacks there are, the one that it works on, and the key of its secrets. A preview
 * takes no lock. Source: pulumi/pulumi, pkg/backend/diy/backend.go, state.go and lock.go, pkg/secrets/cloud/manager.go.
 */
export function readsState({ bucket, key, stack }: StateStore): readonly Call[] {
  const files = [".pulumi/meta.yaml", `.pulumi/stacks/${PROJECT}/${stack}.json`];
  return [
    calling("s3:ListBucket", bucket),
    ...files.map((file) => calling("s3:GetObject", `${bucket}/${file}`)),
    calling("kms:Decrypt", key),
  ];
}

/**
 * What it does besides if it changes something: it locks the stack, writes its state, a copy of the one before, and history,
 * and takes the lock off. S3 encrypts by the key in the name of whoever writes:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
 */
export function writesState(store: StateStore): readonly Call[] {
  const { bucket, key, stack } = store;
  const lock = `${bucket}/.pulumi/locks/organization/${PROJECT}/${stack}/*.json`;
  const state = `${bucket}/.pulumi/stacks/${PROJECT}/${stack}.json`;
  const history = `${bucket}/.pulumi/history/${PROJECT}/${stack}/*`;
  return [
    ...readsState(store),
    ...[lock, state, `${state}.bak`, history].map((object) => calling("s3:PutObject", object)),
    calling("s3:DeleteObject", lock),
    ...callingEach(["kms:Encrypt", "kms:GenerateDataKey"], key),
  ];
}
