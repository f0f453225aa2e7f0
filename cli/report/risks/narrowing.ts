import { textsOf } from "./inputs";

/**
 * Keys of conditions by whose fixed values AWS does not count a policy for everybody as public.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const NARROWING = [
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourcearn",
  "aws:sourceaccount",
  "aws:sourceowner",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceip",
  "aws:userid",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
];

/** Operators that demand one of the values. With `IfExists`, or about none of them, a request without the key gets in. */
const DEMANDING = /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i;

/** Whether a condition lets in only whom somebody has named: all of its parts must hold, so one that names is enough. */
export function isNarrowed(condition: unknown): boolean {
  return entriesOf(condition).some(
    ([operator, tests]) =>
      DEMANDING.test(operator) &&
      entriesOf(tests).some(([key, values]) => NARROWING.includes(key.toLowerCase()) && areFixed(key, values)),
  );
}

/** One value that fits everybody lets everybody in; so does a range of half of the internet. */
function areFixed(key: string, given: unknown): boolean {
  const values = textsOf(given);
  const isFixed = (value: string) => {
    if (key.toLowerCase() === "aws:sourceip") return !/\/[0-7]$/.test(value);
    const [arn, , , , account = "", ...resource] = value.split(":");
    // An ARN names an account, or one resource: `arn:aws:s3:::*` is every bucket of everybody.
    if (value.includes("${")) return false;
    if (arn === "arn") return /^\d{12}$/.test(account) || (account === "" && !/[*?]|^$/.test(resource.join(":")));
    // Behind a name that is whole, anything may follow: `o-abcdefghij/*`, `AROAEXAMPLE:*`.
    return /^[^*?]+$|^[^*?]+[/:][*?]*$/.test(value);
  };
  return values.length > 0 && values.every(isFixed);
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
