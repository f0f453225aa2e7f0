import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import versions from "../../versions.json";
import { accountEnvironment } from "../account/environment";
import { ROOT } from "../folders";
import { neededImages } from "./needed";
import { IMAGE_SOURCES } from "./sources";

/** The images that production's pods pull, as the committed graph has them, without what all begin with. */
function pulledByProduction(): readonly string[] {
  const folder = join(ROOT, "stacks", "expected", "production");
  const text = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
  const images = [...text.matchAll(/image: \d{12}\.dkr\.ecr\.\S+\.amazonaws\.com\/thoughts\/production\/(\S+)/g)].map(
    ([, image = ""]) => image,
  );
  return [...new Set(images)].sort();
}

describe("the images that an environment needs", () => {
  const namesFor = (stack: "staging" | "production") =>
    neededImages(accountEnvironment(ROOT, stack))
      .map(({ repository, tag }) => `${repository}:${tag}`)
      .sort();

  it("are those that pods pull", () => {
    expect(namesFor("production")).toEqual(pulledByProduction());
    expect(namesFor("production").length).toBeGreaterThan(11);
  });

  it("are in staging those of demos too, which have their databases in the cluster", () => {
    const { postgres } = versions.images;
    const databases = [`thoughts_backend_db:${postgres}`, `users_backend_db:${postgres}`];
    expect(namesFor("staging")).toEqual([...namesFor("production"), ...databases].sort());
  });

  it("have a named source each: a digest of a public registry, or packages of a fixed version", () => {
    for (const [name, source] of Object.entries(IMAGE_SOURCES)) {
      if (source.kind === "copied") {
        expect(source.from).toMatch(/^(docker\.io|quay\.io|registry\.k8s\.io|public\.ecr\.aws)\/\S+:v?[\d.]+$/);
        expect(source.from).toContain(versions.images[name as keyof typeof IMAGE_SOURCES]);
        expect(source.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      } else {
        expect(source.of).toMatch(/^(Debian's|npm's) package \S+$/);
      }
    }
    // HAProxy is in no cluster (infra/services has none).
    expect(Object.keys(IMAGE_SOURCES).sort()).toEqual(
      Object.keys(versions.images)
        .filter((name) => name !== "haproxy")
        .sort(),
    );
  });

  it("come in production from the registry where services were tested", () => {
    const promoted = neededImages(accountEnvironment(ROOT, "production"), "staging.test").filter(
      ({ source }) => source.kind === "promoted",
    );
    expect(promoted.map(({ source }) => source)).toEqual([
      { kind: "promoted", from: "staging.test/users_server:v2.3" },
      { kind: "promoted", from: "staging.test/thoughts_server:v1.6" },
      { kind: "promoted", from: "staging.test/frontend:v3.7" },
    ]);
  });
});
