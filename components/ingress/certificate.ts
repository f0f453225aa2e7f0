import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";

const CHILDREN = {
  certificate: aws.acm.Certificate,
  "validation-record": aws.route53.Record,
  validation: aws.acm.CertificateValidation,
};

export interface CertificateArgs extends Transformable<typeof CHILDREN> {
  /** The domain, of the format `certificateDomain`; the certificate also holds for every name one step below it. */
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
export class Certificate extends Component<typeof CHILDREN> {
  /** Known once the certificate is issued. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: CertificateArgs, opts: pulumi.ComponentResourceOptions) {
    super("ingress:Certificate", name, CHILDREN, args, opts);
    const { domain, zoneId } = args;
    const certificate = this.make("certificate", {
      domainName: domain,
      subjectAlternativeNames: [`*.${domain}`],
      validationMethod: "DNS",
    });
    // The domain and its wildcard are proven by the same record, so the first of them is enough.
    const proof = certificate.domainValidationOptions.apply(([first]) => {
      if (first === undefined) {
        throw new Error(`ACM asks for no record to prove ${domain}; look at the certificate's status in ACM.`);
      }
      return first;
    });
    const record = this.make("validation-record", {
      zoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: TTL,
      // A certificate that replaces this one is proven by the same record.
      allowOverwrite: true,
    });
    const issued = this.make("validation", { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] });
    this.arn = issued.certificateArn;
    this.registerOutputs({ arn: this.arn });
  }
}
