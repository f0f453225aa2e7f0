/**
 * Takes the web ACL off a load balancer; one that has none stays without. Where nothing is said, the controller leaves a web
 * ACL where it is: it may be that of AWS Firewall Manager.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#wafv2-acl-arn
 */
export const NO_WEB_ACL = "none";
