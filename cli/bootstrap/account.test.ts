import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { ROOT } from "../folders";
import { stateBackendOf, readAccount } from "./account";

describe("the settings of an account", () => {
  const root = mkdtempSync(join(tmpdir(), "thoughts-account-"));
  const file = join(root, "Pulumi.bootstrap-staging.yaml");
  const edit = (from: string, to: string) => {
    const before = readFileSync(file, "utf8");
    expect(before).toContain(from);
    writeFileSync(file, before.replace(from, to));
  };

  beforeEach(() => writeFileSync(file, readFileSync(join(ROOT, "Pulumi.bootstrap-staging.yaml"))));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const writeOwn = () => {
    edit("111111111111", "123456789012");
    edit("staging.thoughts.example.com", "staging.thoughts.test");
    edit("example/thoughts", "acme/thoughts");
  };

  it("are refused with everything that is wrong with them", () => {
    writeOwn();
    edit('"123456789012"', '"12345"');
    edit("thoughts:costCentre", "thoughts:costCenter");
    expect(() => readAccount(root, "staging")).toThrow(
      /can't be so; nothing was changed\.\n.*thoughts:account: "12345" is not allowed; write the 12 digits[^]*thoughts:costCentre: it is missing[^]*thoughts:costCenter: nothing reads this key/,
    );
  });

  it("say where its states will be, before anything is there", () => {
    writeOwn();
    expect(stateBackendOf("staging", readAccount(root, "staging"))).toEqual({
      url: "s3://thoughts-staging-state-123456789012?region=us-west-2&awssdk=v2",
      secretsProvider: "awskms://alias/thoughts-staging-state?region=us-west-2",
    });
  });
});
