import { describe, expect, it } from "vitest";
import { checkDependencies, minimumsOf } from "./dependencies";
import { SERVICES, type ServiceName } from "../system";

const GOOD = { "users-backend": "v2.3", "thoughts-backend": "v1.6", frontend: "v3.7" };

/** What is said of these versions. */
function problemsOf(versions: Readonly<Partial<Record<ServiceName, string>>>): readonly string[] {
  const all = Object.entries({ ...GOOD, ...versions }).map(([name, tag]) => [name, { tag }] as const);
  const images = Object.fromEntries(all) as Readonly<Record<ServiceName, { readonly tag: string }>>;
  return checkDependencies(images).map(({ path, message }) => `${path}: ${message}`);
}

describe("the versions that are to run together", () => {
  it.each(["v1.6", "v1.10", "v1.6-4-g2257f9c", "v2.0"])("pass with thoughts-backend %s, which is enough", (tag) => {
    expect(problemsOf({ "thoughts-backend": tag })).toEqual([]);
  });

  it("are refused before anything is touched, with what is deployed, what needs it, and what to do", () => {
    expect(problemsOf({ "thoughts-backend": "v1.5" })).toEqual([
      "thoughts-backend.image.tag: Version v1.5 is incorrect (min v1.6): frontend v3.7 needs thoughts-backend " +
        "v1.6 or later. Bring thoughts-backend to v1.6 first, or leave frontend at a version that does without.",
    ]);
  });

  it("are refused with the whole chain, for each service that needs the one that is too old", () => {
    expect(problemsOf({ "users-backend": "v2.2" })).toEqual([
      expect.stringContaining(
        "thoughts-backend v1.6 needs users-backend v2.3 or later, and frontend needs thoughts-backend. Bring",
      ),
      expect.stringContaining("frontend v3.7 needs users-backend v2.3 or later. Bring"),
    ]);
  });

  it.each(["BAD_VERSION", "2257f9c", "zebra"])("are refused where one has the tag %s, which is no version", (tag) => {
    expect(problemsOf({ "thoughts-backend": tag })).toEqual([expect.stringContaining(`Version ${tag} is incorrect`)]);
  });

  it("fit if all of them are of one commit, and only then", () => {
    const one = "2257f9c";
    expect(problemsOf({ "users-backend": one, "thoughts-backend": one, frontend: one })).toEqual([]);
    expect(problemsOf({ "users-backend": one, "thoughts-backend": one, frontend: "2257f9d" })).toHaveLength(2);
    expect(problemsOf({ "users-backend": "zebra", "thoughts-backend": "zebra", frontend: "zebra" })).toHaveLength(3);
  });

  it("may be anything of a service that nobody needs", () => {
    expect(problemsOf({ frontend: "2257f9c" })).toEqual([]);
  });
});

describe("a service", () => {
  it("needs only services that a change reaches before itself, so there is an order without a circle", () => {
    for (const [index, service] of SERVICES.entries()) {
      expect(minimumsOf(service).filter(([name]) => !SERVICES.slice(0, index).includes(name))).toEqual([]);
    }
  });
});
