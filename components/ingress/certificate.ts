import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";

export interface CertificateArgs {
  /** The domain; the certificate also holds for every name one step below it. */
  readonly domain: string;
  /** The public hosted zone that answers for the domain. */
  readonly zoneId: pulumi.Input<string>;
}

/** Seconds for which others may remember a record. */
const TTL = 300;

/**
 * A certificate of ACM's for a domain and its subdomains. A record in the domain's zone proves whose it is, and stays: ACM
 * looks for it again before each renewal.
 * @see https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export class Certificate extends Component {
  /** Known once the certificate is issued. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, { domain, zoneId }: CertificateArgs, opts: pulumi.ComponentResourceOptions) {
    super("ingress:Certificate", name, opts);
    const certificate = new aws.acm.Certificate(
      this.child("certificate"),
      { domainName: domain, subjectAlternativeNames: [`*.${domain}`], validationMethod: "DNS" },
      this.childOptions(),
    );
    // The domain and its wildcard are proven by the same record, so the first of them is enough.
    const proof = certificate.domainValidationOptions.apply(([first]) => {
      if (first === undefined) {
        throw new Error(`ACM asks for no record to prove ${domain}; look at the certificate's status in ACM.`);
      }
      return first;
    });
    const record = new aws.route53.Record(
      this.child("proof"),
      {
        zoneId,
        name: proof.resourceRecordName,
        type: proof.resourceRecordType,
        records: [proof.resourceRecordValue],
        ttl: TTL,
        // A certificate that replaces this one is proven by the same record.
        allowOverwrite: true,
      },
      this.childOptions(),
    );
    const issued = new aws.acm.CertificateValidation(
      this.child("issued"),
      { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
      this.childOptions(),
    );
    this.arn = issued.certificateArn;
    this.registerOutputs({ arn: this.arn });
  }
}
