import { describe, expect, it } from "vitest";
import { byService } from "../../infra/system";
import { checkedSettings } from "../checked-settings";
import { demoSettings } from "../../stacks/demo-settings";
import { derive, follow, signOff } from "../../stacks/derivation";
import { overrideOf } from "../../stacks/overrides";
import { readRelease } from "../release/stack-file";
import { leaseRows, remainingText, signOffText } from "./lease-text";

const NOON = new Date("2026-11-30T12:00:00Z");
const local = { stack: "local", platform: "local", release: readRelease("local") } as const;
const text = derive(local, { owner: "shop", scope: "search", ttlHours: 48, overrides: [] }, NOON);
const settings = (given: object) => checkedSettings("demo-anna", demoSettings, given);

describe("the time that a demo has left", () => {
  it.each([
    ["2026-12-02T12:00:00Z", "ends in 2 days"],
    ["2026-11-30T15:00:00Z", "ends in 3 h"],
    ["2026-11-30T12:00:00Z", "ended 0 s ago"],
    ["2026-11-30T09:00:00Z", "ended 3 h ago"],
  ])("until %s is said as: %s", (expires, said) => {
    expect(remainingText(new Date(expires), NOON)).toBe(said);
  });
});

describe("a sign-off", () => {
  const accepted = signOff(text, "Anna, shop", NOON);

  it("is by nobody at first", () => {
    expect(signOffText(settings(text))).toBe("by nobody yet");
  });

  it("says who and when, and leaves the time of the demo as it is", () => {
    expect(signOffText(settings(accepted))).toBe("by Anna, shop, 2026-11-30 12:00 UTC");
    expect(accepted.demo).toMatchObject({ changed: text.demo.changed, ttlHours: 48 });
  });

  it("of other versions than those that run names the versions that were accepted", () => {
    const override = overrideOf("services.frontend.image.tag=v9.9");
    const changed = typeof override === "function" ? override(accepted) : accepted;
    expect(signOffText(settings(changed))).toMatch(
      /^by Anna, shop, .*, with other versions than now: .*frontend v3\.7$/,
    );
  });
});

it("whose a demo is, and until when, is told in rows", () => {
  const rows = Object.fromEntries(leaseRows(settings(text), new Date("2026-11-30T15:00:00Z")));
  expect(rows).toMatchObject({
    "copy of": "local",
    owner: "shop",
    made: "2026-11-30 12:00 UTC, 3 h ago",
    ends: "2026-12-02 12:00 UTC, ends in 45 h",
  });
});

it("which branch a demo follows, and where that is, is told in a row", () => {
  const digests = byService(() => `sha256:${"a".repeat(64)}`);
  const followed = follow(text, { branch: "feature/search", commit: "4f2a91c", digests });
  expect(Object.fromEntries(leaseRows(settings(followed), NOON)).follows).toBe("branch feature/search, at 4f2a91c");
  expect(Object.keys(Object.fromEntries(leaseRows(settings(text), NOON)))).not.toContain("follows");
});
