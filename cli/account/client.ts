import { UserError } from "../../engine/user-error";

/** How often a call is made before it counts as failed; the SDK waits longer from try to try. */
const ATTEMPTS = 6;

// Which Node.js runs is the project's choice (package.json, engines), and nothing that the reader of a command can change.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** How AWS is asked: with the credentials of the shell, as its own command line finds them. */
export function clientSettings(region: string): { readonly region: string; readonly maxAttempts: number } {
  return { region, maxAttempts: ATTEMPTS };
}

/** As whom AWS is asked: the role that deploys, or who makes the account ready before there are roles. */
export type Login = "deploy" | "administrator";

const LOG_IN: Readonly<Record<Login, string>> = {
  deploy: "log in and take the role deploy (docs/iam.md#take-a-role), then run this again",
  administrator: "log in as the account's administrator (docs/bootstrap.md), then run this again",
};

/** Errors by the name that the SDK or AWS gives them, with what people can do. */
function advice(login: Login): readonly (readonly [RegExp, string])[] {
  const logIn = LOG_IN[login];
  return [
    [/^CredentialsProviderError$/, `no credentials for AWS were found; ${logIn}`],
    [/Expired(Token|TokenException)?$|^TokenProviderError$/, `the login for AWS has ended; ${logIn}`],
    [
      /^(InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|AuthFailure)$/,
      `AWS does not know these credentials; ${logIn}`,
    ],
    [/^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/, `the role that asks may not do this; ${logIn}`],
    [
      /^(EncryptionFailure|DecryptionFailure|KMS)/,
      "the key of the account's states can't be used; make the account ready first (npx thoughts bootstrap), then run this again",
    ],
    [
      /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/,
      `AWS asked ${ATTEMPTS} times to be asked less often; wait a minute, then run this again`,
    ],
    [
      /^(TimeoutError|NetworkingError|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT)$/,
      `AWS did not answer in ${ATTEMPTS} tries; look at the network, then run this again`,
    ],
    [
      /^(InternalServiceError|InternalFailure|ServiceUnavailable|InternalError)/,
      `AWS failed ${ATTEMPTS} times; run this again later`,
    ],
  ];
}

interface AwsError {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Asks AWS. What people can mend is said in plain words, with AWS's own.
 * @param what is asked, as a part of a sentence: `reading the secret thoughts/staging/slack-webhook`
 * @param login who has to log in, if nobody is
 * @throws {UserError} for credentials, rights and the network; anything else as it came
 */
export async function askedAws<T>(what: string, ask: () => Promise<T>, login: Login = "deploy"): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const { name, message, code, $metadata } = error as AwsError;
    const names = [name, ...(typeof code === "string" ? [code] : [])];
    const [, advised] = advice(login).find(([pattern]) => names.some((one) => pattern.test(one))) ?? [];
    const status = $metadata?.httpStatusCode ?? 0;
    const said = advised ?? (status >= 500 ? `AWS failed ${ATTEMPTS} times; run this again later` : undefined);
    throw said === undefined ? error : new UserError(`${what}: ${said}.\nIt was: ${name}: ${message}`);
  }
}
