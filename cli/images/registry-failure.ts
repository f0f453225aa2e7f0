/** What became of a request to a registry: it has no such image, refuses, or is down for a while; or something else. */
export type RegistryFailure = "absent" | "refused" | "passes" | "other";

/**
 * Reads what crane or regctl said last. Only where they print a status or a code counts: names and tags, which are in the
 * text too, may be `v1.404` or `DENIED`.
 * @see https://github.com/google/go-containerregistry/blob/v0.22.1/pkg/v1/remote/transport/error.go for crane
 * @see https://github.com/regclient/regclient/blob/v0.11.7/internal/reghttp/http.go for regctl (`HTTPError`)
 */
export function failureOf(text: string): RegistryFailure {
  if (ABSENT.test(text)) {
    return "absent";
  }
  if (REFUSED.test(text)) {
    return "refused";
  }
  return PASSES.test(text) ? "passes" : "other";
}

const ABSENT = answered(["404"], ["MANIFEST_UNKNOWN", "NAME_UNKNOWN"]);
const REFUSED = answered(["401", "403"], ["UNAUTHORIZED", "DENIED"]);

/** What passes by itself: too many requests, a failing or overloaded server, a connection that is cut or not made. */
const PASSES = new RegExp(
  [
    answered(["429", "500", "502", "503", "504"], ["TOOMANYREQUESTS"]).source,
    "too many requests|connection reset|connection refused|broken pipe|i/o timeout|deadline exceeded|TLS handshake timeout",
    "no such host|server misbehaving|network is unreachable|unexpected EOF|: EOF\\b|stream error: |http2: ",
  ].join("|"),
  "i",
);

/** `unexpected status code 404 Not Found`, `not found [http 404]`, or `GET https://…: MANIFEST_UNKNOWN: manifest unknown`. */
function answered(statuses: readonly string[], codes: readonly string[]): RegExp {
  const [status, code] = [statuses.join("|"), codes.join("|")];
  return new RegExp(
    `unexpected status(?: code)? (?:${status})\\b|\\[http (?:${status})\\]|(?:^|: |; )(?:${code}):(?: |$)`,
  );
}
