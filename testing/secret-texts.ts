import fc from "fast-check";

/** A text with a secret in it, and what the secret can be told by. */
export interface SecretText {
  readonly text: string;
  readonly secret: string;
}

const CASES: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
];
const STARTS = ["", "PG", "db", "DB_", "my-", "app.", "v2"];
const WORDS = ["password", "passwd", "token", "secret", "api_key"];
const ENDS = ["", "1", "_2", "-03"];

/** How a name stands: alone, in quotes, in JSON within JSON, and as a member of an object. */
const NAMES: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => `"${name}"`,
  (name) => `'${name}'`,
  (name) => `\\"${name}\\"`,
  (name) => `user[${name}]`,
  (name) => `${name}[]`,
  (name) => `user%5B${name}%5D`,
];
const SEPARATORS = ["=", ":", ": ", " = ", "=>", " => ", ":=", "==", "%3D", "%3A", "=#012"];

/** How a value stands; one in quotes has more than a word. */
const VALUES: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => `"two ${secret}"`,
  (secret) => `'two ${secret}'`,
  (secret) => `"a\\"b ${secret}"`,
  (secret) => `\\"two ${secret}\\"`,
  (secret) => `\\"two \\\\\\"${secret}\\"`,
  (secret) => `\\\\\\"two ${secret}\\\\\\"`,
  (secret) => `b'two ${secret}'`,
  (secret) => `Rb"two ${secret}"`,
  (secret) => `u'two ${secret}`,
  (secret) => `"two ${secret}`,
  (secret) => `'two ${secret}`,
  (secret) => `\\"two ${secret}`,
  (secret) => `%22two%20${secret}%22`,
  (secret) => `["a","${secret}"]`,
  (secret) => `{"a":{"b":{"c":1},"d":[2]},"e":"${secret}"}`,
  (secret) => `{"a":{"b":{"c":{"d":{"e":{}}}}},"f":"${secret}"}`,
  (secret) => `{"a":{"b":1,"c":"${secret}"`,
  (secret) => `{"a":"}","b":["]","${secret}"]}`,
  (secret) => `{'a': '}', 'b': '${secret}'}`,
  (secret) => `{\\"a\\":\\"}\\",\\"b\\":\\"${secret}\\"}`,
];
const LEFT = ["INFO [id] ", "GET /?a=1&", "#012", "at once\\n", "{", '{"x":1,'];

/** A header that says who asks, in each of its ways. */
const HEADERS: readonly ((secret: string) => string)[] = [
  (secret) => `Authorization: Digest username="${secret}", realm="a b", response="${secret}"`,
  (secret) => `Authorization: Digest realm="a", qop=auth, response=${secret}`,
  (secret) => `"Authorization": "Digest username=\\"${secret}\\", response=\\"${secret}\\""`,
  (secret) => `'Authorization': 'Digest username="anna", response="${secret}"'`,
  (secret) =>
    `authorization: AWS4-HMAC-SHA256 Credential=${secret}/20261130/us-west-2/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=${secret}`,
  (secret) => `AUTHORIZATION=AWS4-ECDSA-P256-SHA256 Credential=a,SignedHeaders=host,Signature=${secret}`,
];
const ADDRESSES: readonly ((secret: string) => string)[] = [
  (secret) => `POSTGRES://app:${secret}@db/x`,
  (secret) => `Https://app:${secret}@db/x`,
];

/** Texts that name a secret: every kind of name, of what stands between, and of value; headers and addresses. */
export function secretTexts(): fc.Arbitrary<SecretText> {
  const secret = fc.stringMatching(/^[A-Z]{4}x[0-9]{8}$/);
  const name = fc
    .tuple(...[STARTS, WORDS, ENDS].map((parts) => fc.constantFrom(...parts)), fc.constantFrom(...CASES))
    .map((parts) => [parts.slice(0, 3).join(""), parts[3]] as [string, (name: string) => string])
    .map(([text, inCase]) => inCase(text));
  const field = fc
    .tuple(fc.constantFrom(...NAMES), name, fc.constantFrom(...SEPARATORS), fc.constantFrom(...VALUES))
    .map(
      ([write, called, separator, value]) =>
        (hidden: string) =>
          `${write(called)}${separator}${value(hidden)}`,
    );
  const whole = fc.constantFrom(...HEADERS, ...ADDRESSES);
  return fc
    .tuple(
      fc.constantFrom(...LEFT),
      fc.oneof({ weight: 12, arbitrary: field }, { weight: 1, arbitrary: whole }),
      secret,
    )
    .map(([left, write, hidden]) => ({ text: `${left}${write(hidden)}`, secret: hidden }));
}
