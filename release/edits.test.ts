import { describe, expect, it } from "vitest";
import { changed } from "./change";
import { type Edition, withEdits } from "./edits";
import type { ServiceRelease } from "./service-release";

const FRONTEND = { service: "frontend", stack: "local" } as const;

const FIRST: Edition = { release: { tag: "v1" }, at: "2026-11-01T08:00:00Z", by: "Anna", subject: "begin" };
const EDITED: Edition = { release: { tag: "v2" }, at: "2026-11-02T08:00:00Z", by: "Bert", subject: "bump frontend" };

describe("a version that was written into a stack's file", () => {
  it("is a revision like any other: with its time and author, and with the commit as its cause", () => {
    expect(withEdits([FIRST, EDITED])).toEqual({
      tag: "v2",
      cause: "edited: bump frontend",
      at: "2026-11-02T08:00:00Z",
      by: "Bert",
      revision: 2,
      history: [{ revision: 1, tag: "v1", at: "2026-11-01T08:00:00Z", by: "Anna" }],
    });
  });

  it("is one before it is committed, and has the cause that was written beside it", () => {
    const now = withEdits([FIRST, { release: { tag: "v2", cause: "faster search" } }]);
    expect(now).toMatchObject({ revision: 2, cause: "faster search" });
    expect(withEdits([FIRST, { release: { tag: "v2" } }])?.cause).toBe("edited: not committed");
  });

  it("stays one when something else in the file is changed later", () => {
    const other: Edition = { release: { tag: "v2", strategy: { kind: "blueGreen" } }, by: "Cleo" };
    expect(withEdits([FIRST, EDITED, other])).toMatchObject({
      revision: 2,
      by: "Bert",
      strategy: { kind: "blueGreen" },
    });
  });

  it("can be gone back from, which the file then knows by itself", () => {
    const before = withEdits([FIRST, EDITED]) ?? { tag: "" };
    const back = changed(FRONTEND, before, { kind: "rollback", cause: "errors" }, { by: "Cleo" });
    const release = back.kind === "changed" ? back.release : before;
    expect(release).toMatchObject({ tag: "v1", revision: 3, by: "Cleo", history: [{ tag: "v1" }, { tag: "v2" }] });
    expect(withEdits([FIRST, EDITED, { release, by: "Dora" }])).toEqual(release);
  });

  it("is no second one of what a command has written", () => {
    const release: ServiceRelease = { tag: "v2", revision: 2, cause: "search", history: [{ revision: 1, tag: "v1" }] };
    expect(withEdits([FIRST, { release, at: "2026-11-02T08:00:00Z", by: "Bert" }])).toEqual({
      ...release,
      at: "2026-11-02T08:00:00Z",
      by: "Bert",
    });
  });
});
