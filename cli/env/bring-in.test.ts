import { afterAll, describe, expect, it, vi } from "vitest";
import type { DemoText } from "../../stacks/demo-settings";
import { asleep, change } from "../../stacks/derivation";
import { destroy } from "../commands/env/destroy";
import { changeDemo } from "./bring-in";

/** What stands for the demos of this clone and its cluster. */
interface Stand {
  file?: DemoText;
  /** What another command does to the demo, while this one waits for it. */
  meanwhile: () => void;
  readonly removed: string[];
}

const stand = vi.hoisted((): Stand => {
  // Modules that other files have loaded know the real ones.
  vi.resetModules();
  return { meanwhile: () => undefined, removed: [] };
});
afterAll(() => vi.resetModules());

vi.mock("../alone", () => ({
  aloneOn: (_: string, work: () => Promise<void>) => {
    stand.meanwhile();
    return work();
  },
}));
vi.mock("./demos", () => ({
  demoCalled: (name: string) => {
    if (name === "demo-none") {
      throw new Error(`there is no demo ${name}`);
    }
    return { source: "local", isHere: true };
  },
}));
vi.mock("./demo-file", () => ({
  demoText: () => stand.file,
  changeDemoFile: (_: string, settings: DemoText) => (stand.file = settings),
}));
vi.mock("./remove", () => ({ removeDemo: (name: string) => Promise.resolve(stand.removed.push(name)) }));
vi.mock("../steps", () => ({ runSteps: () => Promise.resolve() }));
vi.mock("../readiness", () => ({ Readiness: vi.fn() }));
vi.mock("../release/stack-file", () => ({ readRelease: () => ({}) }));
vi.mock("../release/local-run", () => ({
  LocalRun: class {
    find = () => undefined;
    images = () => [];
  },
}));

describe("a command on demos", () => {
  it("keeps what another command has written while it waited", async () => {
    const before = { demo: { owner: "shop", ttlHours: 48 } } as DemoText;
    stand.file = before;
    stand.meanwhile = () => (stand.file = asleep(before));
    await changeDemo("demo-anna", (settings) => change(settings, { ttlHours: 72 }, new Date("2026-11-30T12:00:00Z")));
    expect(stand.file).toEqual({
      demo: { owner: "shop", ttlHours: 72, asleep: true, changed: "2026-11-30T12:00:00Z" },
    });
  });

  it("removes none of several, if one of their names is a mistake", async () => {
    await expect(destroy(["demo-anna", "demo-none"])).rejects.toThrow("there is no demo demo-none");
    await expect(destroy(["demo-anna", "anna"])).rejects.toThrow('"anna" is no name of a demo');
    expect(stand.removed).toEqual([]);
    await destroy(["demo-anna", "demo-bert", "demo-anna"]);
    expect(stand.removed).toEqual(["demo-anna", "demo-bert"]);
  });
});
