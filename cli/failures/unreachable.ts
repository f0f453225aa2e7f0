/** What the Kubernetes plugin says of a cluster that it can't ask, and its client of an answer that is none. */
const UNREACHABLE = new RegExp(
  [
    "cluster is unreachable",
    "connection refused",
    "connection reset",
    "i/o timeout",
    "TLS handshake timeout",
    "EOF$",
    "the server is currently unable to handle the request",
    "an error on the server",
    "the server has received too many requests",
  ].join("|"),
  "m",
);

/** What to do about a cluster that does not answer. @returns lines for people; none if it does */
export function unreachableRemedies(message: string, context: string): readonly string[] {
  return UNREACHABLE.test(message)
    ? [
        `The cluster of context ${context} does not answer, or not always. Nothing that was made is forgotten: once it`,
        "answers, npm run up looks up what is there and carries on.",
      ]
    : [];
}
