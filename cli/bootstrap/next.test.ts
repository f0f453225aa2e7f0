import type { OutputMap } from "@pulumi/pulumi/automation";
import { describe, expect, it } from "vitest";
import { type NextArgs, nextText } from "./next";

describe("what is left to people", () => {
  const outputs: OutputMap = {
    nameServers: { value: ["ns-1.awsdns.test", "ns-2.awsdns.test"], secret: false },
    roles: {
      value: Object.fromEntries(
        ["preview", "deploy", "demo", "operate", "read", "break-glass"].map((purpose) => [
          purpose,
          `arn:of:${purpose}`,
        ]),
      ),
      secret: false,
    },
  };
  const args: NextArgs = {
    environment: "staging",
    settings: {
      account: "123456789012",
      region: "us-west-2",
      domain: "staging.thoughts.test",
      costCentre: "platform",
      repository: "acme/thoughts",
      githubIssuer: "create",
      imageSources: [],
    },
    backend: { url: "s3://states?region=us-west-2&awssdk=v2", secretsProvider: "awskms://alias/key?region=us-west-2" },
    outputs,
  };
  const text = nextText(args);

  it("has the values, not names for them", () => {
    for (const value of [
      "staging.thoughts.test",
      "ns-1.awsdns.test",
      "ns-2.awsdns.test",
      "acme/thoughts",
      "arn:of:preview",
      "arn:of:deploy",
      "DEMO_ROLE    arn:of:demo",
      "DEMO_REGION  us-west-2",
      "arn:of:operate",
      "arn:of:read",
      "arn:of:break-glass",
    ]) {
      expect(text).toContain(value);
    }
    expect(text).not.toMatch(/undefined|<|\$/);
  });

  it("lets somebody become who begins the environment", () => {
    expect(text).toMatch(/^4\. Let people take on[^]*arn:of:deploy\n[^]*^5\. As the role deploy/m);
  });

  it("says nothing of demos where an account has no role for them", () => {
    const roles = outputs.roles?.value as Readonly<Record<string, string>>;
    const others = Object.fromEntries(Object.entries(roles).filter(([purpose]) => purpose !== "demo"));
    const without = nextText({ ...args, outputs: { ...outputs, roles: { value: others, secret: false } } });
    expect(text).toContain('the environment "demo" too');
    expect(without).not.toContain("emo");
  });

  it("has the lines that begin the environment, ready for a shell: an address has an &", () => {
    expect(text).toContain(`   pulumi login 's3://states?region=us-west-2&awssdk=v2'\n`);
    expect(text).toContain(`   pulumi stack init staging --secrets-provider 'awskms://alias/key?region=us-west-2'\n`);
  });
});
