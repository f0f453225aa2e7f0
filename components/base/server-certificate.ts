import type * as pulumi from "@pulumi/pulumi";
import { misfit } from "./formats";
import { Generated, type GeneratedArgs } from "./generated";
import type { Problem } from "./problems";
import { refuse } from "./refusal";

/**
 * For how many days it lasts: what Apple's systems accept at most, even if somebody trusts it by hand
 * (https://support.apple.com/en-us/103769). Nothing renews it: raise `generation` before.
 */
const DAYS = 825;

export interface ServerCertificateArgs extends GeneratedArgs {
  /** The names that the server is called by. The first one is the common name too, and has at most 64 characters. */
  readonly dnsNames: readonly [string, ...string[]];
}

export function checkServerCertificate({ dnsNames }: Pick<ServerCertificateArgs, "dnsNames">): readonly Problem[] {
  return dnsNames.flatMap((name, index) => {
    const message = misfit(index === 0 ? "commonName" : "dnsName", name, "DNS name");
    return message === undefined ? [] : [{ path: `dnsNames.${index}`, message }];
  });
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
