import { BACKENDS } from "../../infra/system";
import type { OrderRule, Selector } from "./order";

const addon = (...names: readonly string[]): Selector => ({
  type: /^aws:eks\/addon:/,
  name: new RegExp(`^(cluster-)?(${names.join("|")})-addon$`),
});

const NODES: Selector = { type: /^aws:eks\/nodeGroup:/ };
const CONTROLLER: Selector = { type: /^kubernetes:helm/, name: /^load-balancers-release$/ };
const INGRESSES: Selector = { type: /:Ingress$/ };
/** Whatever the controllers act on, or that goes with something that they act on. */
const EXPOSED: Selector = { type: /^kubernetes:(core\/v1:(Service|Namespace)|networking\.k8s\.io\/v1:Ingress)$/ };

const FROM_NODES = "Nodes would not get ready without it, and could not be drained once it is gone.";
const TO_AWS = "Nodes reach AWS and the internet by it, and so does what takes load balancers away.";

/** @see https://docs.aws.amazon.com/eks/latest/best-practices/networking.html and the pages that each names */
export const ORDER_ON_AWS: readonly OrderRule[] = [
  {
    first: { type: /:LockoutGuard$/ },
    then: { type: /^(eks:index:Cluster|aws:eks\/access(Entry|PolicyAssociation):.*)$/ },
    because: "What would lock people out is to be refused before anybody loses access.",
  },
  {
    first: { type: /:Sequence$/, name: /^cluster-version$/ },
    then: { type: /^eks:index:Cluster$/ },
    because: "A version that can't be reached is to be refused before EKS is asked for it.",
  },
  { first: addon("vpc-cni", "kube-proxy", "eks-pod-identity-agent"), then: NODES, because: FROM_NODES },
  {
    first: NODES,
    then: addon("coredns", "metrics-server", "aws-ebs-csi-driver", "eks-node-monitoring-agent", "external-dns"),
    because: "Its pods need nodes, and EKS gives an add-on up that gets none.",
  },
  { first: NODES, then: CONTROLLER, because: "Helm waits for its pods, and takes the release back without nodes." },
  {
    first: CONTROLLER,
    then: EXPOSED,
    because: "Load balancers that nobody is there to take away hold the network, and are paid for.",
  },
  { first: addon("external-dns"), then: EXPOSED, because: "Names that nobody is there to take away stay in the zone." },
  {
    first: { type: /^aws:(eks\/podIdentityAssociation|iam\/rolePolicy):/, name: /^load-balancers-/ },
    then: CONTROLLER,
    because: "Its pods get their role when they are made, and not later.",
  },
  {
    first: addon("coredns", "aws-ebs-csi-driver"),
    then: { type: /:Namespace$/ },
    because: "Pods need names and volumes; volumes that no driver takes away stay, and are paid for.",
  },
  {
    first: addon("aws-ebs-csi-driver"),
    then: { type: /:StorageClass$/ },
    because: "A class is only as good as the driver that it names.",
  },
  {
    first: { type: /:StorageClass$/ },
    then: { type: /:StatefulSet$/ },
    because: "A claim for a volume of a class that is not there waits for it.",
  },
  {
    first: { type: /^aws:eks\/accessPolicyAssociation:/, name: /-deployer-/ },
    then: { type: /^kubernetes:/ },
    because: "Whoever runs the program may not do it before that, nor after.",
  },
  {
    first: { type: /^aws:acm\/certificateValidation:/ },
    then: INGRESSES,
    because: "A load balancer takes only certificates that are issued, and one in use is not deleted.",
  },
  {
    first: { type: /^aws:s3\/bucketPolicy:/, name: /^access-logs-/ },
    then: INGRESSES,
    because: "A load balancer is refused whose bucket does not let it write.",
  },
  {
    first: { type: /^aws:ec2\/(route|routeTableAssociation|natGateway|internetGateway):/ },
    then: NODES,
    because: TO_AWS,
  },
  {
    first: { type: /^aws:kms\/key:/, name: /^key-/ },
    then: { type: /^(aws:(cloudwatch\/logGroup|ecr\/repository|rds\/instance):|eks:index:Cluster$)/ },
    because: "It is encrypted with the key, and unreadable without.",
  },
  ...BACKENDS.map((backend) => ({
    first: { type: /^aws:cloudwatch\/logGroup:/, name: new RegExp(`^${backend}-db-(postgresql|upgrade)-log-group$`) },
    then: { type: /^aws:rds\/instance:/, name: new RegExp(`^${backend}-db-`) },
    because: "AWS would make it by itself, unencrypted and for ever.",
  })),
  {
    first: { type: /^aws:cloudwatch\/logGroup:/, name: /^cluster-/ },
    then: { type: /^eks:index:Cluster$/ },
    because: "AWS would make it by itself, unencrypted and for ever.",
  },
  ...BACKENDS.map((backend) => ({
    first: { type: /^aws:rds\/instance:/, name: new RegExp(`^${backend}-db-`) },
    then: { type: /^kubernetes:apps\/v1:Deployment$/, name: new RegExp(`^${backend}-`) },
    because: "Its pods have nothing to work with without their server.",
  })),
];

/** What is on AWS and in no network: it may be there before the VPC, and after it. Everything else may not. */
export const OUTSIDE_THE_NETWORK =
  /^(pulumi:providers:(aws|eks)$|pulumi-nodejs:|aws:(acm|budgets|cloudwatch|ecr|iam|kms|s3)\/|aws:ec2\/launchTemplate:|aws:rds\/parameterGroup:|aws:route53\/record:)/;
