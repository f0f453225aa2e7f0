import { describe, expect, it } from "vitest";
import { refusedLines, unusedLines } from "./rehearsal-rights";

describe("rights that nothing used", () => {
  const unused = ["s3:Get*", "ec2:A", "ec2:B", "ec2:C", "ec2:D"];

  it("are named by policy, the first ones of many", () => {
    const rights = [
      { policy: "deploy-look", named: 50, unused },
      { policy: "deploy-all", named: 2, unused: [] },
    ];
    expect(unusedLines(rights, false)).toEqual(["  deploy-look  5 of 50: ec2:A, ec2:B, ec2:C, ec2:D, and 1 more"]);
    expect(unusedLines(rights, true)).toEqual(["  deploy-look  5 of 50: ec2:A, ec2:B, ec2:C, ec2:D, s3:Get*"]);
  });
});

describe("what a role was refused", () => {
  const denial = (action: string, resource: string) => ({ role: "operate", action, resource, says: "", remedy: "" });

  it("is said by action, with one resource of several", () => {
    const denials = [denial("ec2:CreateVpc", "*"), denial("s3:GetObject", "arn:1"), denial("s3:GetObject", "arn:2")];
    expect(refusedLines(denials, "")).toEqual(["ec2:CreateVpc", "s3:GetObject  arn:1, and 1 more"]);
  });

  it("is said of Kubernetes too", () => {
    const of = (name: string) =>
      `deployments.apps "${name}" is forbidden: User "arn:aws:sts::1:assumed-role/operate/x" cannot patch resource ` +
      `"deployments" in API group "apps" in the namespace "example"`;
    expect(refusedLines([], `${of("a")}\n${of("b")}`)).toEqual(["kubernetes patch deployments.apps"]);
    expect(refusedLines([], "the server has asked for credentials: Unauthorized")).toEqual([
      "kubernetes  the cluster has no access entry for it",
    ]);
    expect(refusedLines([], "another fault")).toEqual([]);
  });
});
