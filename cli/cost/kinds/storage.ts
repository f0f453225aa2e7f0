import { between, exactly } from "../amount";
import { HOURS, USAGE } from "../assumptions";
import { listAt, numberAt, textAt } from "../graph";
import type { Pricer } from "./kind";

/** With a standby in another zone, machine and disk are paid for twice. */
const COPIES = { single: 1, standby: 2 } as const;

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_OnDemandDBInstances.html for what a standby costs */
export const database: Pricer = ({ inputs }) => {
  const [machine, engine, disk] = ["instanceClass", "engine", "storageType"].map((key) => textAt(inputs, key));
  const gib = numberAt(inputs, "allocatedStorage");
  if (engine !== "postgres" || disk !== "gp3" || gib === undefined) {
    return `prices here are for PostgreSQL on a gp3 disk of a given size; it has engine "${engine ?? ""}", storageType "${disk ?? ""}"`;
  }
  const most = Math.max(gib, numberAt(inputs, "maxAllocatedStorage") ?? gib);
  const copies = COPIES[inputs.multiAz === true ? "standby" : "single"];
  const extra = copies === COPIES.standby ? ", with a standby" : "";
  return [
    {
      what: `${machine ?? ""}${extra}`,
      kind: "fixed",
      quantity: exactly(copies * HOURS),
      price: `rds/${machine ?? ""}`,
    },
    {
      what: `disk of ${gib === most ? gib : `${gib} to ${most}`} GiB${extra}`,
      kind: "fixed",
      quantity: between(copies * gib, copies * most),
      price: "rds/gp3",
    },
    {
      what: "backups beyond the size of the disk",
      kind: "usage",
      quantity: between(USAGE.backupShare.lowest * gib, USAGE.backupShare.highest * most),
      price: "rds/backup",
    },
    ...(inputs.manageMasterUserPassword === true
      ? [
          {
            what: "secret with its password",
            kind: "fixed" as const,
            quantity: exactly(1),
            price: "secrets-manager/secret",
          },
        ]
      : []),
  ];
};

export const secret: Pricer = () => [
  { what: "secret", kind: "fixed", quantity: exactly(1), price: "secrets-manager/secret" },
];

export const key: Pricer = () => [{ what: "key", kind: "fixed", quantity: exactly(1), price: "kms/key" }];

export const repository: Pricer = () => [
  { what: "images", kind: "usage", quantity: USAGE.repositoryGb, price: "ecr/storage" },
];

export const bucket: Pricer = () => [{ what: "objects", kind: "usage", quantity: USAGE.bucketGb, price: "s3/storage" }];

const DAYS_OF_A_MONTH = 30;

/** Logs of AWS's services have prices of their own, which are lower: they count as those of anybody. */
export const logGroup: Pricer = ({ inputs }) => {
  const days = numberAt(inputs, "retentionInDays") ?? 0;
  if (days === 0) {
    return "it keeps logs for ever, so what it costs rises every month; give it retentionInDays";
  }
  const { lowest, highest } = USAGE.logGb;
  const months = days / DAYS_OF_A_MONTH;
  return [
    { what: "logs taken in", kind: "usage", quantity: USAGE.logGb, price: "logs/ingestion" },
    {
      what: `logs kept for ${days} days`,
      kind: "usage",
      quantity: between(lowest * months, highest * months),
      price: "logs/storage",
    },
  ];
};

/** It counts each metric that it watches. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_billing.html */
export const alarm: Pricer = ({ inputs }) => {
  const metrics = listAt(inputs, "metricQueries").filter((one) => textAt(one, "metric", "metricName") !== "").length;
  return [{ what: "alarm", kind: "fixed", quantity: exactly(Math.max(1, metrics)), price: "cloudwatch/alarm" }];
};

/** A disk of its own. One for the nodes is a part of their group. */
export const volume: Pricer = ({ inputs }) => {
  const gib = numberAt(inputs, "size");
  return textAt(inputs, "type") === "gp3" && gib !== undefined
    ? [{ what: `disk of ${gib} GiB`, kind: "fixed", quantity: exactly(gib), price: "ebs/gp3" }]
    : `prices here are for gp3 disks of a given size`;
};
