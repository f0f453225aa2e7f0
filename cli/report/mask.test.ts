import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Change } from "../../engine/pulumi/change";
import { secretTexts } from "../../testing/secret-texts";
import { reportPage } from "./html/page";
import { reportJson } from "./json";
import { comment } from "./markdown/comment";
import { Mask, SECRET } from "./mask";
import { part, report, seen } from "./testing/changes";

const SECRET_TYPE = "kubernetes:core/v1:Secret";

/** How a secret may be written where it does not belong: as it is, or within something else. */
const FORMS: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => `before ${secret} after`,
  (secret) => Buffer.from(secret).toString("base64"),
  (secret) => Buffer.from(`a${secret}`).toString("base64"),
  (secret) => Buffer.from(`{"password":"${secret}"}`).toString("base64"),
  (secret) => Buffer.from(secret).toString("hex"),
  (secret) => encodeURIComponent(secret),
  (secret) => JSON.stringify({ nested: secret }),
  (secret) => `postgres://app:${encodeURIComponent(secret)}@db:5432/thoughts`,
];

/** What shows that a text has the secret in it, however it is written. The middle of base64 is the same at each offset. */
function traces(secret: string): readonly string[] {
  const inner = [0, 1, 2].map((offset) =>
    Buffer.from(`${"x".repeat(offset)}${secret}`)
      .toString("base64")
      .replace(/=+$/, "")
      .slice(offset === 0 ? 0 : offset + 1, -1),
  );
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString("hex"), ...inner];
}

/** Changes with a secret where it belongs, and a copy of it at places where nobody looks for one. */
function changesWith(secret: string, form: (secret: string) => string): readonly Change[] {
  const leaked = form(secret);
  const data = { password: Buffer.from(secret).toString("base64") };
  return [
    part("users", "secret", {
      type: SECRET_TYPE,
      before: { data: {} },
      after: { data },
      fields: [{ path: ["data"], before: {}, after: data }],
    }),
    part("users", "deployment", {
      type: "kubernetes:apps/v1:Deployment",
      fields: [
        { path: ["spec", "env", "URL", "value"], before: "none", after: leaked },
        { path: ["metadata", "annotations"], before: {}, after: { note: leaked, [`k-${leaked}`]: "v" } },
      ],
    }),
    part("users", leaked, { op: "create", type: "kubernetes:core/v1:ConfigMap", after: { data: { url: leaked } } }),
  ];
}

function everyText(secret: string, form: (secret: string) => string): readonly string[] {
  const leaked = form(secret);
  const model = report({
    base: leaked,
    seen: seen({
      changes: changesWith(secret, form),
      violations: [{ policy: "rule", level: "advisory", resource: leaked, message: leaked }],
      warnings: [leaked],
      outputChanges: [{ path: ["url"], before: "old", after: leaked }],
    }),
    failure: `it failed: ${leaked}`,
    unknown: [leaked],
    risks: [{ level: "danger", kind: "versions", subject: leaked, what: leaked }],
  });
  return [comment(model), reportJson(model), reportPage(model)];
}

describe("a secret", () => {
  const secrets = fc.stringMatching(/^[A-Za-z0-9+/=!*_.~-]{12,40}$/);

  it("is in no text, wherever and however it stands in what the engine says", () => {
    fc.assert(
      fc.property(secrets, fc.constantFrom(...FORMS), (secret, form) => {
        // The scan sees each form: without this, finding nothing would say nothing.
        expect(traces(secret).some((trace) => form(secret).includes(trace))).toBe(true);
        for (const text of everyText(secret, form)) {
          expect(traces(secret).filter((trace) => text.includes(trace))).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----", SECRET],
    ["a key of AWS", "id AKIAIOSFODNN7EXAMPLE here", `id ${SECRET} here`],
    ["a token of GitHub", `ghp_${"a1".repeat(18)}`, SECRET],
    ["a JSON web token", "Bearer eyJhbGciOiJSUzI1NiJ9.eyJ1c2VybmFtZSI6ImIifQ.c2ln", `Bearer ${SECRET}`],
    ["the password of an address", "postgres://app:hunter2@db/x", `postgres://app:${SECRET}@db/x`],
    ["what is called a password", "password=hunter2&user=app", `password=${SECRET}&user=app`],
    ["what a longer name calls a password", "POSTGRES_PASSWORD=hunter2 on", `POSTGRES_PASSWORD=${SECRET} on`],
    ["a password in JSON", '{"dbPassword":"hunter2","a":1}', `{"dbPassword":"${SECRET}","a":1}`],
    [
      "a password in JSON within JSON",
      String.raw`{\"password\":\"hunter2\"}`,
      String.raw`{\"password\":\"${SECRET}\"}`,
    ],
    ["a password with spaces", 'password: "two words", x', `password: "${SECRET}", x`],
    ["a password with a quote", String.raw`password: "a\"b" x`, `password: "${SECRET}" x`],
    ["a password in a quote that does not end", `password: 'two words`, `password: '${SECRET}`],
    ["an address's password with an @", "postgres://app:hunter@2@db/x", `postgres://app:${SECRET}@db/x`],
    ["a password that begins like a yes", "password=true-story", `password=${SECRET}`],
    ["a password with a backslash", String.raw`password=a\b c`, `password=${SECRET} c`],
    ["a password in a list", "password[]=hunter2&a=1", `password[]=${SECRET}&a=1`],
    ["a password of an object", "user[password]=hunter2&a=1", `user[password]=${SECRET}&a=1`],
    ["the same in an address", "user%5Bpassword%5D=hunter2&a=1", `user%5Bpassword%5D=${SECRET}&a=1`],
    ["a password in Ruby's words", '{"password"=>"hunter2", "a"=>1}', `{"password"=>"${SECRET}", "a"=>1}`],
    ["a token in camel case", "refreshToken=hunter2&a=1", `refreshToken=${SECRET}&a=1`],
    ["a key of AWS by its name", "aws_secret_access_key = abc/def", `aws_secret_access_key = ${SECRET}`],
    ["a key that is a secret", "SECRET_KEY = 'hunter 2'", `SECRET_KEY = '${SECRET}'`],
    ["a private key by its name", "signing-key: hunter2 a", `signing-key: ${SECRET} a`],
    ["what PostgreSQL says", "Key (org, token)=(1, hunter 2) exists", `Key (org, token)=${SECRET} exists`],
    ["a password in brackets", "password=(hunter)2 a", `password=${SECRET} a`],
    ["a header", "Authorization: Basic dXNlcjpwYXNzd29yZA==", `Authorization: Basic ${SECRET}`],
    ["a webhook of Slack", "to https://hooks.slack.com/services/T0/B0/abc.", `to https://hooks.slack.com/${SECRET}.`],
    ["what the engine hides", '{"a":"[secret]"}', `{"a":"${SECRET}"}`],
  ])("is seen by its form: %s", (_, text, masked) => {
    expect(new Mask([]).text(text)).toBe(masked);
  });

  it("is not seen behind its name, whatever the name is and however the value is written", () => {
    const mask = new Mask([]);
    fc.assert(
      fc.property(secretTexts(), ({ text, secret }) => {
        expect(text).toContain(secret);
        expect(mask.text(text)).not.toContain(secret);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ["what stands behind it", "dbpassword: b'two words', user=anna", `dbpassword: b'${SECRET}', user=anna`],
    ["what stands behind an object", `{"token":{"a":{"b":"x"}},"c":1}`, `{"token":${SECRET},"c":1}`],
    ["what stands behind a list of a scheme", `Digest a="b", c=d next`, `Digest ${SECRET} next`],
  ])("leaves %s", (_, text, masked) => {
    expect(new Mask([]).text(text)).toBe(masked);
  });

  it("leaves words alone that are none", () => {
    const text = "secretName: thoughts-secrets, tokens per second, https://example.com/a:b, registry:5000/app";
    expect(new Mask(["s3cr3t-value"]).text(text)).toBe(
      "secretName: thoughts-secrets, tokens per second, https://example.com/a:b, registry:5000/app",
    );
  });

  it.each([
    "arn:aws:secretsmanager:us-west-2:111111111111:secret:thoughts/staging/slack-webhook-??????",
    "automountServiceAccountToken: false",
    `{"secret":{"secretName":"thoughts-secrets","defaultMode":288}}`,
    "token: (not yet known)",
    'password="", user=app',
    `password="${SECRET}", user=app`,
    String.raw`{\"password\":\"${SECRET}\"}`,
  ])("is not in %s", (text) => {
    expect(new Mask([]).text(text)).toBe(text);
  });

  it("that is short is hidden in its own field, and not looked for in words", () => {
    const fields = [{ path: ["spec", "env", "POSTGRES_PASSWORD", "value"], before: "app", after: "abc" }];
    const model = report({
      seen: seen({ changes: [part("app", "deployment", { type: "kubernetes:apps/v1:Deployment", fields })] }),
    });
    expect(model.environments[0]?.changes[0]).toMatchObject({
      name: "app-deployment",
      fields: [{ before: SECRET, after: SECRET }],
    });
  });
});
