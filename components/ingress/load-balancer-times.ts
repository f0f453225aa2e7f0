/** For how long the AWS load balancer lets requests end that go to a pod which has been taken out. */
export const ALB_DEREGISTRATION_SECONDS = 30;

/**
 * After which the AWS load balancer closes a connection that nobody uses, and gives a request up whose answer has not begun.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#connection-idle-timeout
 */
export const ALB_IDLE_SECONDS = 60;

/**
 * How the AWS load balancer asks whether a pod can serve: it sends requests to a new one after two answers in a row, and none
 * to a pod that has been silent twice.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export const ALB_HEALTH_CHECK = {
  intervalSeconds: 10,
  timeoutSeconds: 5,
  healthyThreshold: 2,
  unhealthyThreshold: 2,
} as const;
