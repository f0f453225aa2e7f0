import { describe, expect, it } from "vitest";
import { checkClusterAccess, type ClusterAccess } from "./cluster-access";

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const access: ClusterAccess = {
  deployer: role("deploy"),
  others: { operators: { role: role("operate"), level: "edit" } },
};

describe("access to a cluster", () => {
  it("is granted to roles, the one that runs the program among them", () => {
    expect(checkClusterAccess(access)).toEqual([]);
    expect(checkClusterAccess({ deployer: role("path/to/deploy"), others: {} })).toEqual([]);
  });

  it.each(["deploy", "arn:aws:iam::1:role/deploy", "arn:aws:iam::123456789012:user/me", ""])(
    "is granted to no %j",
    (deployer) => {
      expect(checkClusterAccess({ ...access, deployer })).toEqual([
        {
          path: "deployer",
          message: `"${deployer}" is no ARN of an IAM role; use one such as "arn:aws:iam::123456789012:role/deploy".`,
        },
      ]);
    },
  );

  it("is granted to a role once: a second, smaller grant would lock the first one out", () => {
    const others = { developers: { role: role("deploy"), level: "view" } } as const;
    expect(checkClusterAccess({ ...access, others })).toEqual([
      {
        path: "others.developers.role",
        message: `${role("deploy")} has access as deployer already, and EKS knows each role once; take one of them out.`,
      },
    ]);
  });

  it("of the deployer is not said a second time", () => {
    const others = { deployer: { role: role("other"), level: "view" } } as const;
    expect(checkClusterAccess({ ...access, others }).map(({ path }) => path)).toContain("others.deployer");
  });
});
