import { join } from "node:path";
import versions from "../../versions.json";
import type { ToolSpec } from "./tool";

/**
 * Copies an image as it is: every platform, and what others attached to it. Its makers sign their programs, and publish no
 * file of checksums, so it is always built.
 * @see https://regclient.org/cli/regctl/image/copy/
 */
export function regctl(): ToolSpec {
  const version = versions.regctl;
  return {
    name: "regctl",
    version,
    programs: ["regctl"],
    probe: { program: "regctl", args: ["version"], pattern: /VCSTag: +v(\d+\.\d+\.\d+)/ },
    accepted: `>=${version} <1`,
    downloads: [],
    builds: [
      {
        module: join(__dirname, "go", "registries"),
        packages: [{ program: "regctl", path: "github.com/regclient/regclient/cmd/regctl" }],
      },
    ],
  };
}
