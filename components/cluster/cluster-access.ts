import type { Problem } from "../base/problems";

/**
 * What one may do in every namespace: everything; everything but roles and nodes; look, but not at Secrets.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 */
export type AccessLevel = "admin" | "edit" | "view";

/** An IAM role and what it may do. */
export interface Grant {
  /** ARN of the role. */
  readonly role: string;
  readonly level: AccessLevel;
}

/** Who may use a cluster's API server. Whoever made the cluster may not by that alone. */
export interface ClusterAccess {
  /** ARN of the role that runs this program: without access it could not change anything in the cluster, this included. */
  readonly deployer: string;
  /** By what they are to the team: `operators`, `developers`. */
  readonly others: Readonly<Record<string, Grant>>;
}

/** Names of AWS's access policies. */
export const ACCESS_POLICIES: Readonly<Record<AccessLevel, string>> = {
  admin: "AmazonEKSClusterAdminPolicy",
  edit: "AmazonEKSEditPolicy",
  view: "AmazonEKSViewPolicy",
};

/** Every grant, by name. */
export function grantsOf({ deployer, others }: ClusterAccess): Readonly<Record<string, Grant>> {
  return { deployer: { role: deployer, level: "admin" }, ...others };
}

/** EKS takes roles without a path only by their whole ARN, and each one once. */
const ROLE_ARN = /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;

export function checkClusterAccess(access: ClusterAccess): readonly Problem[] {
  const problems: Problem[] = [];
  const pathOf = (name: string) => (name === "deployer" ? name : `others.${name}.role`);
  const taken = new Map<string, string>();
  for (const [name, { role }] of Object.entries(grantsOf(access))) {
    const path = pathOf(name);
    const former = taken.get(role);
    if (!ROLE_ARN.test(role)) {
      problems.push({
        path,
        message: `"${role}" is no ARN of an IAM role; use one such as "arn:aws:iam::123456789012:role/deploy".`,
      });
    } else if (former !== undefined) {
      problems.push({
        path,
        message: `${role} has access as ${former} already, and EKS knows each role once; take one of them out.`,
      });
    }
    taken.set(role, path);
  }
  if ("deployer" in access.others) {
    problems.push({
      path: "others.deployer",
      message: "the deployer's level is admin and is not said here; use another name.",
    });
  }
  return problems;
}
