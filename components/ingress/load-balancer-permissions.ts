import type { Statement } from "../identity/service-role";

/** Where the controller works. */
export interface LoadBalancerPlace {
  readonly account: string;
  readonly region: string;
  /** It marks all that it makes with the cluster's name. */
  readonly clusterName: string;
  /** Whether it gives load balancers a web ACL in AWS WAF, or takes it off. */
  readonly webAcl: boolean;
}

/** Of the web ACL; who may give it to a load balancer needs `elasticloadbalancing:SetWebAcl` of that one too. */
const WEB_ACL = [
  "wafv2:AssociateWebACL",
  "wafv2:DisassociateWebACL",
  "wafv2:GetWebACL",
  "wafv2:GetWebACLForResource",
] as const;

/** The tag by which the controller knows its own. */
const MARK = "elbv2.k8s.aws/cluster";

/** What can be asked of AWS only about everything: none of these has a resource to name. */
const LOOK = [
  "ec2:DescribeAccountAttributes",
  "ec2:DescribeAddresses",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeInstances",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeTags",
  "ec2:DescribeVpcs",
  "ec2:DescribeVpcPeeringConnections",
  "ec2:GetSecurityGroupsForVpc",
  "elasticloadbalancing:DescribeCapacityReservation",
  "elasticloadbalancing:DescribeListenerAttributes",
  "elasticloadbalancing:DescribeListenerCertificates",
  "elasticloadbalancing:DescribeListeners",
  "elasticloadbalancing:DescribeLoadBalancerAttributes",
  "elasticloadbalancing:DescribeLoadBalancers",
  "elasticloadbalancing:DescribeRules",
  "elasticloadbalancing:DescribeSSLPolicies",
  "elasticloadbalancing:DescribeTags",
  "elasticloadbalancing:DescribeTargetGroupAttributes",
  "elasticloadbalancing:DescribeTargetGroups",
  "elasticloadbalancing:DescribeTargetHealth",
  "elasticloadbalancing:DescribeTrustStores",
] as const;

const ALTER = [
  "elasticloadbalancing:AddListenerCertificates",
  "elasticloadbalancing:AddTags",
  "elasticloadbalancing:CreateListener",
  "elasticloadbalancing:CreateRule",
  "elasticloadbalancing:DeleteListener",
  "elasticloadbalancing:DeleteLoadBalancer",
  "elasticloadbalancing:DeleteRule",
  "elasticloadbalancing:DeleteTargetGroup",
  "elasticloadbalancing:DeregisterTargets",
  "elasticloadbalancing:ModifyListener",
  "elasticloadbalancing:ModifyListenerAttributes",
  "elasticloadbalancing:ModifyLoadBalancerAttributes",
  "elasticloadbalancing:ModifyRule",
  "elasticloadbalancing:ModifyTargetGroup",
  "elasticloadbalancing:ModifyTargetGroupAttributes",
  "elasticloadbalancing:RegisterTargets",
  "elasticloadbalancing:RemoveListenerCertificates",
  "elasticloadbalancing:RemoveTags",
  "elasticloadbalancing:SetIpAddressType",
  "elasticloadbalancing:SetRulePriorities",
  "elasticloadbalancing:SetSecurityGroups",
  "elasticloadbalancing:SetSubnets",
] as const;

/**
 * What AWS Load Balancer Controller may do, with the features it is started with here: no Shield, no Cognito, no certificates
 * of its own choice, and WAF only where somebody names a web ACL. It alters only what bears this cluster's mark; the project's own policy takes that of any.
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/install/iam_policy.json
 */
export function loadBalancerPermissions({
  account,
  region,
  clusterName,
  webAcl,
}: LoadBalancerPlace): readonly Statement[] {
  const ec2 = `arn:aws:ec2:${region}:${account}`;
  const balancing = `arn:aws:elasticloadbalancing:${region}:${account}`;
  const all = ["loadbalancer/app/*", "targetgroup/*", "listener/app/*", "listener-rule/app/*"].map(
    (kind) => `${balancing}:${kind}`,
  );
  const own = { StringEquals: { [`aws:ResourceTag/${MARK}`]: clusterName } };
  const becomesOwn = { StringEquals: { [`aws:RequestTag/${MARK}`]: clusterName } };
  return [
    { Effect: "Allow", Action: LOOK, Resource: "*" },
    {
      Effect: "Allow",
      Action: ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
      Resource: [`${balancing}:loadbalancer/app/*`, `${balancing}:targetgroup/*`],
      Condition: becomesOwn,
    },
    {
      // The marks of what is just being made.
      Effect: "Allow",
      Action: "elasticloadbalancing:AddTags",
      Resource: all,
      Condition: {
        StringEquals: {
          ...becomesOwn.StringEquals,
          "elasticloadbalancing:CreateAction": [
            "CreateLoadBalancer",
            "CreateTargetGroup",
            "CreateListener",
            "CreateRule",
          ],
        },
      },
    },
    { Effect: "Allow", Action: ALTER, Resource: all, Condition: own },
    ...securityGroupStatements(ec2, own, becomesOwn),
    ...(webAcl ? webAclStatements(`arn:aws:wafv2:${region}:${account}:regional/webacl/*`, all) : []),
    {
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: `arn:aws:iam::${account}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*`,
      Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
    },
  ];
}

/** @param balancers the ARNs of load balancers and what is theirs */
function webAclStatements(acls: string, balancers: readonly string[]): readonly Statement[] {
  return [
    { Effect: "Allow", Action: WEB_ACL, Resource: [acls, ...balancers] },
    // AWS's reference knows no resource of it:
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
    { Effect: "Allow", Action: "elasticloadbalancing:SetWebAcl", Resource: "*" },
  ];
}

type Condition = Readonly<Record<"StringEquals", Readonly<Record<string, string>>>>;

function securityGroupStatements(ec2: string, own: Condition, becomesOwn: Condition): readonly Statement[] {
  return [
    { Effect: "Allow", Action: "ec2:CreateSecurityGroup", Resource: `${ec2}:vpc/*` },
    { Effect: "Allow", Action: "ec2:CreateSecurityGroup", Resource: `${ec2}:security-group/*`, Condition: becomesOwn },
    {
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: `${ec2}:security-group/*`,
      Condition: { StringEquals: { ...becomesOwn.StringEquals, "ec2:CreateAction": "CreateSecurityGroup" } },
    },
    {
      Effect: "Allow",
      Action: ["ec2:CreateTags", "ec2:DeleteTags", "ec2:DeleteSecurityGroup"],
      Resource: `${ec2}:security-group/*`,
      Condition: own,
    },
    {
      // Those of the nodes too, which have to let its load balancers in.
      Effect: "Allow",
      Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
      Resource: `${ec2}:security-group/*`,
    },
  ];
}
