import type * as pulumi from "@pulumi/pulumi";
import { Generated, type GeneratedArgs } from "./generated";
import type { Problem } from "./problems";
import { refuse } from "./refusal";

/**
 * For how many days it lasts: what Apple's systems accept at most, even if somebody trusts it by hand
 * (https://support.apple.com/en-us/103769). Nothing renews it: raise `generation` before.
 */
const DAYS = 825;

/** Most characters of a common name: RFC 5280, appendix A.1, `ub-common-name`. */
const LONGEST_COMMON_NAME = 64;

/** Most characters of a DNS name: RFC 1035, section 2.3.4, without the last dot. */
const LONGEST_DNS_NAME = 253;

const DNS_NAME = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

export interface ServerCertificateArgs extends GeneratedArgs {
  /** The names that the server is called by. The first one is the common name too, and has at most 64 characters. */
  readonly dnsNames: readonly [string, ...string[]];
}

export function checkServerCertificate({ dnsNames }: Pick<ServerCertificateArgs, "dnsNames">): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [index, name] of dnsNames.entries()) {
    const longest = index === 0 ? LONGEST_COMMON_NAME : LONGEST_DNS_NAME;
    if (!DNS_NAME.test(name)) {
      problems.push({
        path: `dnsNames.${index}`,
        message: `"${name}" is no DNS name; use one in lower case such as log.example.local.`,
      });
    } else if (name.length > longest) {
      problems.push({
        path: `dnsNames.${index}`,
        message: `"${name}" has ${name.length} characters and may have ${longest}; use a shorter one here.`,
      });
    }
  }
  return problems;
}

/**
 * What a server shows over TLS, and the key to it: a certificate that it signed itself (X.509, ECDSA on P-256 with
 * SHA-256). It is no authority, so who trusts it trusts this server alone.
 *
 * Made once, like every {@link Generated} value: other names are taken when `generation` rises.
 * @throws {ProblemsError} from {@link checkServerCertificate}, before it is registered
 */
export class ServerCertificate extends Generated {
  /** PKCS #8, PEM. A secret. */
  declare readonly privateKey: pulumi.Output<string>;
  /** PEM. Whoever connects sees it. */
  declare readonly certificate: pulumi.Output<string>;

  constructor(name: string, args: ServerCertificateArgs, opts: pulumi.CustomResourceOptions) {
    refuse(`the certificate ${name}`, checkServerCertificate(args));
    const props = { dnsNames: [...args.dnsNames], days: DAYS };
    super("certificate", name, props, { secrets: ["privateKey"], clear: ["certificate"] }, args, opts);
  }
}
