import { type FormatName, misfit } from "../../components/base/formats";
import type { Problem } from "../../components/base/problems";
import { BACKENDS, SYSTEM } from "../system";
import {
  ACCESS_PURPOSES,
  accessLogsBucketName,
  accessRoleName,
  type AccountOf,
  boundaryName,
  managedDatabaseName,
  stateBucketName,
  stateKeyAlias,
} from "./names";

/** A name that AWS is given, made of an environment's. */
interface DerivedName {
  readonly format: FormatName;
  readonly what: string;
  readonly text: string;
}

/** All of them, for an environment in an account of its own. */
function derivedNames(of: AccountOf): readonly DerivedName[] {
  const { environment } = of;
  const whole = `${SYSTEM}-${environment}`;
  return [
    ...ACCESS_PURPOSES.map((purpose) => ({
      format: "roleName" as const,
      what: "name of a role",
      text: accessRoleName(of, purpose),
    })),
    ...BACKENDS.map((backend) => ({
      format: "databaseIdentifier" as const,
      what: "name of a server in RDS",
      text: managedDatabaseName(environment, backend),
    })),
    { format: "policyName", what: "name of a policy", text: boundaryName(of) },
    { format: "bucketName", what: "name of a bucket", text: stateBucketName(of) },
    { format: "bucketName", what: "name of a bucket", text: accessLogsBucketName(of) },
    { format: "keyAlias", what: "alias of a key", text: stateKeyAlias(of) },
    { format: "clusterName", what: "name of a cluster", text: whole },
    { format: "budgetName", what: "name of a budget", text: whole },
    { format: "loadBalancerGroup", what: "group of a load balancer", text: whole },
  ];
}

/** Whether every name that is made of an environment's own one is one that AWS takes. */
export function checkDerivedNames(of: AccountOf): readonly Problem[] {
  return derivedNames(of).flatMap(({ format, what, text }) => {
    const complaint = misfit(format, text, what);
    return complaint === undefined
      ? []
      : [{ path: "name", message: `"${of.environment}" can't be an environment's name: ${complaint}` }];
  });
}
