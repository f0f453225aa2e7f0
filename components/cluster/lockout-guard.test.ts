import { describe, expect, it } from "vitest";
import { record } from "../testing/recording";
import { LockoutGuard } from "./lockout-guard";
import { handler } from "./lockout-guard-provider.js";

const provider = handler();
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const session = (name: string) => `arn:aws:sts::123456789012:assumed-role/${name}/session`;
const kept = {
  admins: [role("break-glass"), role("deploy")],
  publicAccessCidrs: ["54.240.194.0/24", "54.240.193.0/24"],
};
const asked = { ...kept, caller: session("deploy"), preview: true, unprotected: false };

async function refusals(olds: Partial<typeof kept>, change: Partial<typeof asked>): Promise<readonly string[]> {
  return (await provider.check(olds, { ...asked, ...change })).failures.map(({ reason }) => reason);
}

describe("a lock-out guard", () => {
  it("lets pass what takes access from nobody, and what takes it from one of several", async () => {
    expect(await refusals({}, {})).toEqual([]);
    expect(await refusals(kept, {})).toEqual([]);
    expect(await refusals(kept, { admins: [role("deploy"), role("other")] })).toEqual([]);
    expect(await refusals(kept, { publicAccessCidrs: ["54.240.193.0/24"] })).toEqual([]);
    expect(await refusals({ ...kept, publicAccessCidrs: [] }, {})).toEqual([]);
  });

  it("refuses a change that takes access from who makes it, though others keep it", async () => {
    expect(await refusals(kept, { admins: [role("break-glass")] })).toEqual([
      `this change takes the cluster from ${session("deploy")}, which makes it; let one of ${role("break-glass")} make it, ` +
        "or name cluster-access in thoughts:unprotected for this one change.",
    ]);
    expect(await refusals(kept, { admins: [role("break-glass")], caller: session("break-glass") })).toEqual([]);
  });

  it("refuses a change after which no administrator is one any more", async () => {
    const admins = [role("newcomer")];
    expect(await refusals(kept, { admins, caller: session("preview") })).toEqual([
      `none of the cluster's administrators (${role("break-glass")}, ${role("deploy")}) would stay one; change one at a ` +
        "time, or name cluster-access in thoughts:unprotected for this one change.",
    ]);
  });

  it("refuses to shut every range out that the API server is reached from, be it for others or for none", async () => {
    for (const publicAccessCidrs of [["54.240.195.0/24"], []]) {
      expect(await refusals(kept, { publicAccessCidrs })).toEqual([
        expect.stringMatching(
          /^none of the ranges that reach the API server \(54\.240\.194\.0\/24, 54\.240\.193\.0\/24\) would stay; add/,
        ),
      ]);
    }
  });

  it("lets pass what people say that they mean", async () => {
    const change = { admins: [role("newcomer")], publicAccessCidrs: [], unprotected: true };
    expect(await refusals(kept, change)).toEqual([]);
  });

  it("refuses an up by who has no access now or then, even a first one; whoever may look may preview it", async () => {
    const caller = session("operate");
    const reason = `${caller} is no administrator of the cluster and could change nothing in it; sign in as one of ${kept.admins.join(", ")}.`;
    for (const olds of [{}, kept]) {
      expect(await refusals(olds, { caller })).toEqual([]);
      expect(await refusals(olds, { caller, preview: false })).toEqual([reason]);
      expect(await refusals(olds, { caller, preview: false, unprotected: true })).toEqual([reason]);
    }
    expect(await refusals({}, { preview: false })).toEqual([]);
  });

  it("knows a role by its name and account, whatever its path; another account's role or a user is another", async () => {
    const admins = [role("teams/platform/deploy")];
    const up = { admins, preview: false };
    expect(await refusals({}, up)).toEqual([]);
    for (const caller of [
      "arn:aws:sts::999999999999:assumed-role/deploy/session",
      "arn:aws:iam::123456789012:user/deploy",
      "arn:aws:iam::123456789012:root",
    ]) {
      expect(await refusals({}, { ...up, caller })).toEqual([expect.stringContaining("sign in as one of")]);
    }
  });

  it("keeps who has access, and not who made which run: another one changes nothing", async () => {
    expect((await provider.check({}, asked)).inputs).toEqual(kept);
    expect(await provider.diff("id", kept, kept)).toMatchObject({ changes: false });
    expect(await provider.diff("id", kept, { ...kept, admins: [] })).toMatchObject({ changes: true, replaces: [] });
    expect(await provider.diff("id", kept, { ...kept, publicAccessCidrs: [] })).toMatchObject({ changes: true });
  });

  it("counts only those as administrators who may do everything", async () => {
    const others = {
      operators: { role: role("operate"), level: "edit" },
      "break-glass": { role: role("break-glass"), level: "admin" },
    } as const;
    const { resources } = await record(() => {
      const access = { deployer: role("deploy"), others };
      new LockoutGuard("guard", { access, publicAccessCidrs: [], caller: session("deploy"), unprotected: false }, {});
    });
    expect(resources[0]?.inputs).toMatchObject({ admins: [role("break-glass"), role("deploy")], preview: false });
  });
});
