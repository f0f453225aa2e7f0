/** What a text may be that becomes a name, a label, a tag or a part of a host. */
export interface Format {
  /** Most characters. */
  readonly most: number;
  readonly pattern: RegExp;
  /** For people who gave another one. */
  readonly allowed: string;
}

/** A pattern carries its length too, so that a schema needs nothing else. */
function format(most: number, body: string, allowed: string): Format {
  return { most, pattern: new RegExp(`^(?=.{1,${most}}$)${body}$`), allowed: `${allowed}, at most ${most} characters` };
}

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const DNS = `${LABEL}(?:\\.${LABEL})*`;
const LOWER = `lower-case letters, digits and "-", a letter or digit at both ends`;
const WORDS = `letters, digits, "_", "." and "-"`;

/** Every kind of text here that somebody else limits, each with who does. */
export const FORMATS = {
  /** Namespaces, Services and one part of a host. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
  dnsLabel: format(63, LABEL, LOWER),
  /** Hosts, and names of most objects. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
  dnsName: format(253, DNS, `a lower-case DNS name such as "example.com"`),
  /** A domain that hosts are in: one more part fits in front. */
  domain: format(253 - 64, DNS, `a lower-case DNS name such as "example.com"`),
  /** A certificate's domain: two parts at least. @see https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
  certificateDomain: format(
    64,
    `(?:${LABEL}\\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]`,
    `a lower-case DNS name of two parts or more such as "example.com"`,
  ),
  /** A certificate's common name. @see https://www.rfc-editor.org/rfc/rfc5280#appendix-A.1 for `ub-common-name` */
  commonName: format(64, DNS, `a lower-case DNS name such as "log.example.local"`),
  /** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
  labelValue: format(63, "[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?", `${WORDS}, a letter or digit at both ends`),
  /**
   * An image's tag, which is the value of the label `app.kubernetes.io/version` too; a registry alone takes 128 characters.
   * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md
   */
  imageTag: format(
    63,
    "(?!latest$)[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?",
    `${WORDS}, a letter or digit at both ends`,
  ),
  /** An image's name without its tag. @see https://github.com/distribution/reference/blob/main/regexp.go */
  imagePrefix: format(
    200,
    `${DNS}(?::\\d{1,5})?(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*`,
    "a registry's host, with a port and a path if it has them",
  ),
  /** A tag's value. AWS takes more letters, but not in every service. @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
  tagValue: format(
    256,
    "[\\w.:/=+@-](?:[\\w .:/=+@-]*[\\w.:/=+@-])?",
    "letters, digits and _.:/=+@-, with spaces between them",
  ),
  /** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
  bucketName: format(63, "[a-z0-9][a-z0-9-]+[a-z0-9]", `3 or more ${LOWER}`),
  /** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
  roleName: format(64, "[\\w+=,.@-]+", "letters, digits and _+=,.@-"),
  /** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
  policyName: format(128, "[\\w+=,.@-]+", "letters, digits and _+=,.@-"),
  /** Behind `alias/`. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
  keyAlias: format(250, "(?!aws/)[\\w/-]+", `letters, digits, "/", "_" and "-"`),
  /** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
  databaseIdentifier: format(
    63,
    "(?!.*--)[a-z][a-z0-9-]*[a-z0-9]",
    "2 or more lower-case letters, digits and single hyphens, a letter first",
  ),
  /** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
  clusterName: format(100, "[0-9A-Za-z][A-Za-z0-9_-]*", `letters, digits, "-" and "_", a letter or digit first`),
  /** @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html */
  budgetName: format(100, "[^:\\\\]+", "anything but : and \\"),
  /** Ingresses that share a load balancer. @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#group.name */
  loadBalancerGroup: format(63, "[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", `lower-case letters, digits, "-" and "."`),
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof FORMATS;

/** Whether a text may be used as this. */
export function fits(name: FormatName, text: string): boolean {
  return FORMATS[name].pattern.test(text);
}

/** What is wrong with a text, and what would be right. @returns undefined if nothing is */
export function misfit(name: FormatName, text: string, what: string): string | undefined {
  const { most, allowed } = FORMATS[name];
  if (fits(name, text)) {
    return undefined;
  }
  const length = text.length > most ? ` (${text.length} characters)` : "";
  return `"${text}"${length} is no ${what}; use ${allowed}.`;
}
