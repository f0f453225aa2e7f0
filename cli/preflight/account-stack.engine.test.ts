// The account is imitated by moto, and asked by AWS's own SDK.
import { CreateOpenIDConnectProviderCommand, DeleteOpenIDConnectProviderCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Moto, MOTO_ACCOUNT } from "../../sandbox/moto/moto";
import { lackingForPython } from "../../sandbox/python/packages";
import { Clone } from "../testing/clone";

const lacking = lackingForPython();
const FILE = "Pulumi.bootstrap-staging.yaml";

describe.skipIf(lacking.length > 0)(`an account's own stack (lacking: ${lacking.join(", ") || "nothing"})`, () => {
  let clone: Clone;
  let moto: Moto;

  const takeRole = async (name: string) => {
    const { Credentials } = await new STSClient(moto.client).send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${MOTO_ACCOUNT}:role/${name}`, RoleSessionName: "anna" }),
    );
    Object.assign(clone.environment, {
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials?.SessionToken,
    });
  };
  /** GitHub as an issuer of the account, made for an environment. @returns what removes it again */
  const makeIssuer = async (environment: string) => {
    const iam = new IAMClient(moto.client);
    const { OpenIDConnectProviderArn } = await iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: "https://token.actions.githubusercontent.com",
        // moto demands one.
        ThumbprintList: ["0".repeat(40)],
        Tags: [{ Key: "environment", Value: environment }],
      }),
    );
    return () => iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
  };
  const problems = (text: string) => text.split("\n").filter((line) => line.startsWith("  - "));

  beforeAll(async () => {
    moto = await Moto.start();
    clone = new Clone();
    Object.assign(clone.environment, moto.variables, { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
  });
  afterAll(async () => {
    await moto.stop();
    await clone.remove();
  });

  it("as it was committed is refused with all that is an example, and with what nobody could be asked", async () => {
    const { code, text } = await clone.thoughts("preflight", "bootstrap-production");
    expect(code).toBe(1);
    expect(text).toContain("stack bootstrap-production would not come up; nothing was changed.\n");
    const at = "Pulumi\\.bootstrap-production\\.yaml:\\d+ {2}thoughts";
    const expected = [
      new RegExp(`${at}:account: "222222222222" has the number of an example account; write `),
      new RegExp(`${at}:domain: "thoughts\\.example\\.com" has a domain for examples; write your own`),
      new RegExp(`${at}:repository: "example/thoughts" is an example repository; write your own as owner/name`),
      new RegExp(`${at}:imageSources\\.0: "111111111111" has the number of an example account; write `),
      /the account was not asked: .* no credentials for AWS were found; log in as the account's administrator/,
    ];
    expect(problems(text)).toEqual(expected.map((line) => expect.stringMatching(line) as string));
    expect(text).not.toMatch(/^\s+at /m);
  });

  it("asks no other account than its own", async () => {
    clone.edit(FILE, "staging.thoughts.example.com", "staging.thoughts.test");
    clone.edit(FILE, "example/thoughts", "acme/thoughts");
    clone.edit(FILE, "111111111111", "210987654321");
    await takeRole("administrators");
    const { text } = await clone.thoughts("preflight", "bootstrap-staging");
    expect(problems(text)).toEqual([
      "  - the account was not asked: you are arn:aws:sts::123456789012:assumed-role/administrators/anna, in account " +
        "123456789012, and thoughts:account is 210987654321; log in as the administrator of that account, or correct the setting.",
    ]);
    clone.edit(FILE, "210987654321", MOTO_ACCOUNT);
  });

  it("is nothing that a role of its own may change, but the one that may do everything", async () => {
    await takeRole("thoughts-staging-deploy");
    const { code, text } = await clone.thoughts("preflight", "bootstrap-staging");
    expect(code).toBe(1);
    expect(problems(text)).toEqual([
      expect.stringMatching(
        /caller: you are .*thoughts-staging-deploy\/anna, .* log in as the account's administrator/,
      ),
    ]);
    await takeRole("thoughts-staging-break-glass");
    expect(await clone.thoughts("preflight", "bootstrap-staging")).toMatchObject({ code: 0 });
  });

  it("with values of somebody's own has nothing against it, and says what comes next", async () => {
    await takeRole("administrators");
    const { code, text } = await clone.thoughts("preflight", "bootstrap-staging");
    expect(code).toBe(0);
    expect(text).toMatch(/^ {2}GitHub's issuer +nothing against it$/m);
    expect(text).toMatch(/^ {2}cost +.*\$[\d.]+ a month/m);
    expect(text).toContain("Nothing speaks against it: npx thoughts bootstrap staging");
  });

  it("is refused where it would make what another environment of the account has made", async () => {
    const remove = await makeIssuer("production");
    const { text } = await clone.thoughts("preflight", "bootstrap-staging");
    expect(problems(text)).toEqual([
      `  - thoughts:githubIssuer: "create" makes GitHub an issuer of tokens, and account ${MOTO_ACCOUNT} has it already, of production; write existing.`,
    ]);
    clone.write(FILE, `${clone.read(FILE)}  thoughts:githubIssuer: existing\n`);
    expect(await clone.thoughts("preflight", "bootstrap-staging")).toMatchObject({ code: 0 });
    await remove();
  });

  it("is refused where it would use what the account has not", async () => {
    const { text } = await clone.thoughts("preflight", "bootstrap-staging");
    expect(problems(text)).toEqual([
      expect.stringMatching(/:8 {2}thoughts:githubIssuer: "existing", and account \d+ has no issuer token.*; take the/),
    ]);
    clone.edit(FILE, "  thoughts:githubIssuer: existing\n", "");
  });

  it("has nothing against what it has made itself", async () => {
    const remove = await makeIssuer("staging");
    expect(await clone.thoughts("preflight", "bootstrap-staging")).toMatchObject({ code: 0 });
    await remove();
  });

  it("has no first part", async () => {
    const { code, text } = await clone.thoughts("preflight", "bootstrap-staging", "--foundation");
    expect(code).toBe(1);
    expect(text).toContain("bootstrap-staging has no parts; leave it out, or name staging or production.");
  });
});
