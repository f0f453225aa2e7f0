import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../folders";
import { accountEnvironment } from "../account/environment";
import { neededImages } from "./needed";
import { dockerArgs } from "./packing";

// Docker itself is run where there is one (docs/unproven.md): that each image has its line in a Dockerfile is what is shown here.
describe("an image that Docker builds", () => {
  const packed = neededImages(accountEnvironment(ROOT, "staging")).filter(({ source }) => source.kind === "packed");

  it.each(packed.map((image) => [image.repository, image] as const))(
    "has its Dockerfile, and its part of it: %s",
    (_, image) => {
      const args = dockerArgs(image);
      const file = args[args.indexOf("--file") + 1] ?? "";
      const text = readFileSync(join(ROOT, file), "utf8");
      const target = args[args.indexOf("--target") + 1] ?? "";
      if (file === "app/Dockerfile") {
        expect(args).toContain(`VERSION_NAME=${image.tag}`);
        expect(args.find((arg) => arg.startsWith("SERVICE="))).toMatch(/^SERVICE=(users|thoughts|frontend|database)$/);
      } else {
        expect(text).toMatch(new RegExp(`^FROM \\S+ AS ${target}$`, "m"));
        expect(args).toContain(`VERSION=${image.tag}`);
      }
    },
  );

  it("runs as nobody's root", () => {
    const text = readFileSync(join(ROOT, "sandbox", "images", "Dockerfile"), "utf8");
    const stages = text.split(/^FROM /m).slice(2);
    expect(stages.filter((stage) => !/^USER (1000|999):\1$/m.test(stage))).toEqual([]);
    expect(stages).toHaveLength(6);
  });
});
