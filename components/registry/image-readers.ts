/** What it takes to pull an image of which the digest or the tag is known, and nothing else: no list, no push. */
export const PULL_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
] as const;

/**
 * The policy of a repository that other accounts may pull from; who in them may do so is theirs to say. It names no
 * resource: ECR refuses one, since the policy is the repository's own.
 * @param accounts 12 digits each
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html
 */
export function renderReaders(accounts: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Pull",
        Effect: "Allow",
        Principal: { AWS: accounts.map((account) => `arn:aws:iam::${account}:root`) },
        Action: PULL_ACTIONS,
      },
    ],
  });
}
