import type { Kind } from "../kind";
import * as acm from "./acm";
import * as autoscaling from "./autoscaling";
import * as budgets from "./budgets";
import * as ec2 from "./ec2";
import * as ecr from "./ecr";
import * as eks from "./eks";
import * as iam from "./iam";
import * as kms from "./kms";
import * as logs from "./logs";
import * as nodes from "./nodes";
import * as podIdentity from "./pod-identity";
import * as rds from "./rds";
import * as route53 from "./route53";
import * as routes from "./routes";
import * as s3 from "./s3";
import * as vpc from "./vpc";

const SERVICES: readonly Readonly<Record<string, Kind>>[] = [
  acm,
  autoscaling,
  budgets,
  ec2,
  ecr,
  eks,
  iam,
  kms,
  logs,
  nodes,
  podIdentity,
  rds,
  route53,
  routes,
  s3,
  vpc,
];

const KINDS: ReadonlyMap<string, Kind> = new Map(
  SERVICES.flatMap((service) => Object.values(service)).map((kind) => [kind.type, kind]),
);

/** The types that the stand-in knows. */
export const TYPES: readonly string[] = [...KINDS.keys()];

/** @throws {Error} that names a type that the stand-in does not know */
export function kindOf(type: string): Kind {
  const kind = KINDS.get(type);
  if (kind === undefined) {
    throw new Error(
      `${type} is not known to the stand-in for AWS, so it can't be rehearsed; it knows ${TYPES.join(", ")}. ` +
        "Add it under sandbox/providers/aws/kinds/.",
    );
  }
  return kind;
}
