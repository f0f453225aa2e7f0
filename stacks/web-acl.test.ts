import { describe, expect, it } from "vitest";
import { type Recorded, record } from "../components/testing/recording";
import { checkEnvironment } from "../infra/environment";
import { authorize } from "../sandbox/providers/aws/authorization/evaluator";
import { problemsOfCall } from "../sandbox/providers/aws/authorization/knowledge";
import { parsePolicy } from "../sandbox/providers/aws/authorization/policy";
import { environmentOf } from "./environments";
import { runProgram } from "./program";
import { awsSettings, parseSettings } from "./settings";
import { recordStack } from "./testing/graph";
import { documentsOf } from "./testing/policy-document";
import { committedConfig, TODAY } from "./testing/settings";

const ACCOUNT = "222222222222";
const ACL = `arn:aws:wafv2:us-west-2:${ACCOUNT}:regional/webacl/public/01234567-89ab-cdef-0123-456789abcdef`;
const LB = `arn:aws:elasticloadbalancing:us-west-2:${ACCOUNT}:loadbalancer/app/k8s-thoughts/0123`;

function withAcl(webAclArn: string) {
  const config = committedConfig("production");
  return environmentOf({ ...config, thoughts: { ...config.thoughts, webAclArn } });
}

const annotationsOf = (resources: readonly Recorded[]) =>
  resources
    .filter(({ type }) => type.endsWith(":Ingress"))
    .map(({ inputs }) => (inputs.metadata as { annotations: Readonly<Record<string, string>> }).annotations);

const releaseOf = (resources: readonly Recorded[]) =>
  resources.find(({ name }) => name === "load-balancers-release")?.inputs.values;

async function boundary() {
  const { resources } = await recordStack("bootstrap-production");
  const [document] = resources.filter(({ name }) => name === "boundary-policy").flatMap(documentsOf);
  const text = (document?.text ?? "")
    .replaceAll("arn-of-state-key-key", `arn:aws:kms:us-west-2:${ACCOUNT}:key/states`)
    .replaceAll("arn-of-states-bucket", "arn:aws:s3:::states");
  return parsePolicy("identity", "boundary", text);
}

async function controllerOf(resources: readonly Recorded[]) {
  const own = resources.filter(({ name }) => name === "load-balancers-identity-role-policy").flatMap(documentsOf);
  return {
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/pod/eks-thoughts`,
    principalArn: `arn:aws:iam::${ACCOUNT}:role/thoughts/production/pod`,
    account: ACCOUNT,
    policies: own.map(({ name, text }) => parsePolicy("identity", name, text)),
    boundary: await boundary(),
  };
}

/** https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/install/iam_policy.json */
const CALLS = [
  { action: "wafv2:GetWebACL", resources: [ACL], context: {} },
  { action: "wafv2:GetWebACLForResource", resources: [LB], context: {} },
  { action: "wafv2:AssociateWebACL", resources: [ACL], context: {} },
  { action: "wafv2:DisassociateWebACL", resources: [LB], context: {} },
  { action: "elasticloadbalancing:SetWebAcl", resources: ["*"], context: {} },
];

describe("a web ACL in AWS WAF", () => {
  it("judges the requests of the one load balancer, by a controller that may give it one", async () => {
    const { resources } = await record(() => runProgram(withAcl(ACL), TODAY));
    const named = annotationsOf(resources).filter((one) => one["alb.ingress.kubernetes.io/wafv2-acl-arn"] === ACL);
    expect(named).toHaveLength(1);
    expect(releaseOf(resources)).toMatchObject({ enableWafv2: true });
    const caller = await controllerOf(resources);
    for (const call of CALLS) {
      expect(await problemsOfCall(call), call.action).toEqual([]);
      expect(authorize(call, caller), call.action).toMatchObject({ kind: "allowed" });
    }
    const others = { action: "wafv2:AssociateWebACL", resources: [ACL.replace(ACCOUNT, "111111111111")], context: {} };
    expect(authorize(others, caller)).toMatchObject({ kind: "denied" });
  });

  it("is taken off by the word none, by a controller that may do so, and stays where the settings say nothing", async () => {
    const { resources } = await record(() => runProgram(withAcl("none"), TODAY));
    const said = annotationsOf(resources).flatMap((one) => one["alb.ingress.kubernetes.io/wafv2-acl-arn"] ?? []);
    expect(said).toEqual(["none"]);
    expect(releaseOf(resources)).toMatchObject({ enableWafv2: true });
    const caller = await controllerOf(resources);
    for (const call of CALLS) {
      expect(authorize(call, caller), call.action).toMatchObject({ kind: "allowed" });
    }
    const { thoughts } = committedConfig("production");
    expect(parseSettings(awsSettings, { ...thoughts, webAclArn: "none" })).not.toHaveProperty("problems");
  });

  it("is there only where the settings name one; otherwise the controller has no right to any", async () => {
    const { resources } = await recordStack("production");
    expect(
      annotationsOf(resources)
        .flatMap((one) => Object.keys(one))
        .join(),
    ).not.toContain("waf");
    expect(releaseOf(resources)).toMatchObject({ enableWafv2: false });
    const caller = await controllerOf(resources);
    for (const call of CALLS) {
      expect(authorize(call, caller), call.action).toMatchObject({ kind: "denied" });
    }
  });

  it("is refused if it is in another region or account, or none for load balancers", () => {
    const elsewhere = ACL.replace("us-west-2", "us-east-1");
    expect(() => withAcl(elsewhere)).toThrow(
      `"${elsewhere}" is in another account or region than the load balancer; use one that starts with "arn:aws:wafv2:us-west-2:${ACCOUNT}:regional/webacl/", or "none"`,
    );
    expect(checkEnvironment(withAcl(ACL))).toEqual([]);
    expect(checkEnvironment(withAcl("none"))).toEqual([]);
    const { thoughts } = committedConfig("production");
    const parsed = parseSettings(awsSettings, { ...thoughts, webAclArn: ACL.replace("regional", "global") });
    expect("problems" in parsed && parsed.problems.map(({ path }) => path)).toEqual(["thoughts:webAclArn"]);
  });
});
