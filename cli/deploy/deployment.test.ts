import { beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../engine/user-error";
import type { ServiceName } from "../../infra/system";
import type { Services } from "../../release/promotion";
import type { ServiceRelease } from "../../release/service-release";
import type { Finding } from "../smoke/smoke";
import { ROOT } from "../folders";
import { deployedRelease, newestCommit, partMessage, wayBackMessage } from "./deployed-commit";
import type { Before } from "./before";
import { deploy, type DeploymentSteps } from "./deployment";
import { isOlder } from "./newer";
import { patiently } from "../smoke/patience";
import { type DeploymentReport, reportText } from "./report";

const BEFORE = "a".repeat(40);
const COMMIT = "b".repeat(40);
const THEN: Services = {
  "users-backend": { tag: "v2.3" },
  "thoughts-backend": { tag: "v1.6" },
  frontend: { tag: "v3.7" },
};
const NOW: Services = { ...THEN, frontend: { tag: "v3.8", revision: 2 } };

const ALONE = { before: [], after: [] };
const good: Finding = { service: "frontend", from: "outside", shows: "the page", question: "GET https://x/login/" };
const bad: Finding = { ...good, problem: "answers 502 instead of 200" };

let done: string[];
let answers: (readonly Finding[] | UserError)[];
let ups: (UserError | undefined)[];

function upAs(name: string): Promise<void> {
  done.push(name);
  const failure = ups.shift();
  return failure === undefined ? Promise.resolve() : Promise.reject(failure);
}

const steps: DeploymentSteps = {
  up: (message) => upAs(`up ${message ?? ""}`.trim()),
  // Only of this one, nobody is asked.
  back: (message) => upAs(message),
  test: () => {
    done.push("test");
    const answer = answers.shift() ?? [];
    return answer instanceof UserError ? Promise.reject(answer) : Promise.resolve(answer);
  },
  write: (service, release: ServiceRelease) => done.push(`write ${service} ${release.tag}`),
  restore: () => done.push("restore"),
  say: () => undefined,
};

const messages = {
  back: (to: string, stay: readonly ServiceName[]) =>
    wayBackMessage(to, Object.fromEntries(stay.map((name) => [name, COMMIT]))),
  part: (services: readonly string[]) => partMessage(COMMIT, services),
};
const deployed = (before: Before | string = { commit: BEFORE, services: THEN }, services = NOW, together = true) =>
  deploy({ services, before, together, messages, steps });

beforeEach(() => {
  done = [];
  answers = [];
  ups = [];
});

describe("a deployment", () => {
  it("ends when its services answer as they should", async () => {
    answers = [[good]];
    expect(await deployed()).toEqual({ kind: "deployed", findings: [good] });
    expect(done).toEqual(["up", "test"]);
  });

  it("88: that fails its smoke test is taken back: the services whose release changed run the earlier one, and are tested", async () => {
    answers = [[bad], [good]];
    expect(await deployed()).toEqual({
      kind: "taken back",
      findings: [bad],
      commit: BEFORE,
      services: ["frontend"],
      after: [good],
      others: ALONE,
    });
    expect(done).toEqual(["up", "test", "write frontend v3.7", `way back to the release of ${BEFORE}`, "test"]);
  });

  it("takes a step of a rollout back, which is a change of the release too", async () => {
    const rollout = { phase: "10%" as const, next: { tag: "v3.8" } };
    answers = [[bad], [good]];
    const { kind } = await deployed(undefined, { ...THEN, frontend: { tag: "v3.7", rollout } });
    expect(kind).toBe("taken back");
    expect(done).toContain("write frontend v3.7");
  });

  it("that changed no release is left, since an earlier one can't help", async () => {
    answers = [[bad]];
    expect(await deployed(undefined, THEN)).toMatchObject({
      kind: "left",
      why: expect.stringContaining("no service has another release than in aaaaaaa") as string,
    });
    expect(done).toEqual(["up", "test"]);
  });

  it("is left where nothing says what ran before", async () => {
    answers = [[bad]];
    expect(await deployed("nothing says which commit ran before")).toMatchObject({
      kind: "left",
      why: "nothing says which commit ran before",
    });
  });

  it("that does not come up is an error, and nothing is tested or taken back", async () => {
    ups = [new UserError("pulumi up of staging did not go through")];
    await expect(deployed()).rejects.toThrow("did not go through");
    expect(done).toEqual(["up"]);
  });

  it("says so if its services could not be asked, and takes nothing back", async () => {
    answers = [new UserError("no cluster answers")];
    expect(await deployed()).toEqual({ kind: "unasked", why: "no cluster answers", others: ALONE });
    expect(done).toEqual(["up", "test"]);
  });

  it("says so if the way back fails", async () => {
    answers = [[bad]];
    ups = [undefined, new UserError("a policy refuses it")];
    expect(await deployed()).toMatchObject({
      kind: "left",
      why: "the way back to aaaaaaa failed: a policy refuses it",
    });
  });
});

describe("a deployment of several services, each alone", () => {
  const BOTH: Services = { ...NOW, "users-backend": { tag: "v2.4" } };
  const PART = `up users-backend on the way to the release of ${COMMIT}`;

  it("brings in what others need first, and tests it before the next one", async () => {
    answers = [[good], [good]];
    expect(await deployed(undefined, BOTH, false)).toEqual({ kind: "deployed", findings: [good] });
    expect(done).toEqual(["write frontend v3.7", PART, "test", "restore", "up", "test"]);
  });

  it("takes one back alone, and begins no other after it", async () => {
    answers = [[bad], [good]];
    const outcome = await deployed(undefined, BOTH, false);
    expect(outcome).toMatchObject({
      kind: "taken back",
      services: ["users-backend"],
      others: { before: [], after: ["frontend"] },
    });
    const back = ["write users-backend v2.3", `way back to the release of ${BEFORE}`, "test"];
    expect(done).toEqual(["write frontend v3.7", PART, "test", ...back]);
    expect(reportText({ stack: "production", commit: COMMIT, outcome })).toContain(
      "frontend would have come after that, and was not begun.",
    );
  });

  it("leaves the one before as it is if a later one is taken back", async () => {
    answers = [[good], [bad], [good]];
    const outcome = await deployed(undefined, BOTH, false);
    expect(outcome).toMatchObject({ kind: "taken back", services: ["frontend"] });
    expect(reportText({ stack: "production", commit: COMMIT, outcome })).toContain(
      "users-backend came in before that, and stays.",
    );
    const back = `way back to the release of ${BEFORE}, with users-backend of ${COMMIT}`;
    expect(done.slice(-4)).toEqual(["test", "write frontend v3.7", back, "test"]);
  });

  it("leaves the stack's file as it was if a part does not come up", async () => {
    ups = [new UserError("did not go through")];
    await expect(deployed(undefined, BOTH, false)).rejects.toThrow("did not go through");
    expect(done).toEqual(["write frontend v3.7", PART, "restore"]);
  });

  it("says what came in before one that does not come up", async () => {
    ups = [undefined, new UserError("did not go through.")];
    await expect(deployed(undefined, BOTH, false)).rejects.toThrow(
      "did not go through. users-backend came in before that, and stays.",
    );
  });

  it("is one where it may be, where a release set says so, and where nothing says what ran", async () => {
    const set = ["users-backend", "frontend"] as const;
    const asSet: Services = {
      ...THEN,
      "users-backend": { tag: "v2.4", set: [...set], revision: 2, history: [{ revision: 1, tag: "v2.3" }] },
      frontend: { tag: "v3.8", set: [...set], revision: 2, history: [{ revision: 1, tag: "v3.7" }] },
    };
    await deployed(undefined, BOTH, true);
    await deployed(undefined, asSet, false);
    await deployed("nothing says which commit ran before", BOTH, false);
    expect(done).toEqual(["up", "test", "up", "test", "up", "test"]);
  });
});

describe("the commit that a stack runs", () => {
  const update = (head: string, more: { message?: string; result?: string; kind?: string } = {}) => ({
    ...{ kind: "update", result: "succeeded", startTime: "2026-11-30T08:15:00Z", message: "a subject", ...more },
    environment: { "git.head": head },
  });

  it("is that of the last up that went through", () => {
    const updates = [update("3", { result: "failed" }), update("2", { kind: "refresh" }), update("1"), update("0")];
    expect(deployedRelease(updates)?.commit).toBe("1");
    expect(deployedRelease([])?.commit).toBeUndefined();
  });

  it("is not one of which only a part came in", () => {
    const part = update(COMMIT, { message: partMessage(COMMIT, ["users-backend"]) });
    expect(deployedRelease([part, update(BEFORE)])?.commit).toBe(BEFORE);
    expect(newestCommit([part, update(BEFORE)])).toBe(COMMIT);
  });

  it("may have a subject with the words for a part", () => {
    const message = "shop on the way to the release of v4";
    expect(deployedRelease([update(COMMIT, { message }), update(BEFORE)])?.commit).toBe(COMMIT);
  });

  it("is that which it was taken back to, though the run was of another one", () => {
    expect(deployedRelease([update(COMMIT, { message: wayBackMessage(BEFORE) }), update(COMMIT)])?.commit).toBe(BEFORE);
  });

  it("is of more than one commit where a service came in before one that was taken back", () => {
    const kept = { "users-backend": COMMIT };
    const message = wayBackMessage(BEFORE, kept);
    expect(deployedRelease([update(COMMIT, { message })])).toEqual({ commit: BEFORE, kept });
    expect(deployedRelease([update(BEFORE)])).toEqual({ commit: BEFORE, kept: {} });
  });

  it("is not all that may run: a newer run counts too, though it failed or took the stack back", () => {
    expect(newestCommit([{ ...update(COMMIT), result: "failed" }, update(BEFORE)])).toBe(COMMIT);
    expect(newestCommit([update(COMMIT, { message: wayBackMessage(BEFORE) }), update(BEFORE)])).toBe(COMMIT);
    expect(newestCommit([])).toBeUndefined();
  });
});

describe("what is asked right after an up", () => {
  it("is asked again until it is well", async () => {
    const answers = [[bad], [bad, good], [good]];
    const said: string[] = [];
    expect(
      await patiently(
        () => Promise.resolve(answers.shift() ?? []),
        (line) => said.push(line),
        1,
      ),
    ).toEqual([good]);
    expect(said).toEqual([
      "1 of 1 requests are not answered as they should be yet (1 of 10)",
      "1 of 2 requests are not answered as they should be yet (2 of 10)",
    ]);
  });

  it("is not well if it was not in ten tries", async () => {
    let tries = 0;
    const ask = () => {
      tries += 1;
      return Promise.resolve([bad]);
    };
    expect(await patiently(ask, () => undefined, 1)).toEqual([bad]);
    expect(tries).toBe(10);
  });
});

describe("what can't be asked right after an up", () => {
  it("is asked again, and only the last time says why not", async () => {
    const answers: readonly (() => Promise<readonly Finding[]>)[] = [
      () => Promise.reject(new UserError("the API server does not answer")),
      () => Promise.resolve([good]),
    ];
    let tries = 0;
    const said: string[] = [];
    const ask = () => answers[tries++]?.() ?? Promise.resolve([]);
    expect(await patiently(ask, (line) => said.push(line), 1)).toEqual([good]);
    expect(said).toEqual(["nothing could be asked yet (1 of 10): the API server does not answer"]);
    const never = () => Promise.reject(new UserError("no cluster"));
    await expect(patiently(never, () => undefined, 1)).rejects.toThrow("no cluster");
  });
});

describe("the commit that a stack was last to be brought to", () => {
  it("is known to the clone, or nothing is changed", () => {
    const unknown = { stack: "staging", commit: "HEAD", deployed: COMMIT };
    expect(() => {
      isOlder(ROOT, unknown);
    }).toThrow(/^staging was brought to bbbbbbb, which this clone does not know/);
  });

  it("may come after what is deployed, which then changes nothing", () => {
    const older = (commit: string, deployed: string | undefined) =>
      isOlder(ROOT, { stack: "staging", commit, deployed });
    expect(older("HEAD~1", "HEAD")).toBe(true);
    expect([older("HEAD", "HEAD~1"), older("HEAD", "HEAD"), older("HEAD", undefined)]).toEqual([false, false, false]);
  });
});

describe("what people are told of a deployment", () => {
  const text = (outcome: DeploymentReport["outcome"]) => reportText({ stack: "staging", commit: COMMIT, outcome });

  it("begins with how it ended", () => {
    const first = (outcome: Parameters<typeof text>[0]) => text(outcome).split("\n")[0];
    expect(first({ kind: "deployed", findings: [good] })).toBe(
      "**staging runs bbbbbbb**: all 1 requests are answered as they should be.",
    );
    expect(first({ kind: "failed", why: "no role" })).toBe("**staging could not be brought to bbbbbbb.**");
    expect(first({ kind: "older", deployed: BEFORE })).toBe(
      "**staging stays as it is**: it was brought to aaaaaaa, which comes after bbbbbbb. Deploy the newest commit; " +
        "to go back, revert commits in Git (git revert), which makes a newer one.",
    );
    expect(first({ kind: "unasked", why: "no cluster", others: ALONE })).toBe(
      "**staging runs bbbbbbb, and was not tested**: no cluster",
    );
    expect(first({ kind: "left", findings: [bad], why: "none", others: ALONE })).toContain(
      "**staging runs bbbbbbb, and is not well**",
    );
  });

  it("names what failed, what runs now, and how Git comes to say so", () => {
    const outcome = { findings: [bad], commit: BEFORE, services: ["frontend" as const], after: [good], others: ALONE };
    expect(text({ kind: "taken back", ...outcome })).toBe(
      [
        "**staging was taken back from bbbbbbb**: 1 of 1 requests are not answered as they should be.",
        "- frontend, from outside: GET https://x/login/: answers 502 instead of 200",
        "frontend runs the release of aaaaaaa again: all 1 requests are answered as they should be.",
        "Until it is mended, Git says another release than what runs. Bring a mended version in, or revert the commit that changed it (git revert), one of these:",
        `    git log --oneline ${BEFORE}..${COMMIT} -- Pulumi.staging.yaml`,
      ].join("\n\n"),
    );
  });
});
