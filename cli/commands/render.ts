import { UserError } from "../../engine/user-error";
import type { Manifest } from "../../sandbox/rendering/manifest";
import { writeManifests } from "../../sandbox/rendering/render";
import { rendered } from "../env/rendered";
import { demandFolderPlace, type OutputPlace, written } from "../output-place";
import { checkProgram } from "../type-check";

export interface RenderOptions {
  /** The folder to write. */
  readonly to: string;
  /** Whether to write what its last run left for Git, and nothing else. @default false */
  readonly deployed?: boolean;
}

/** `render`: every Kubernetes manifest of an environment, as files. */
export async function render(stack: string, { to, deployed = false }: RenderOptions): Promise<void> {
  const place = { option: "--to", path: to };
  demandFolderPlace(place);
  if (deployed) {
    await renderDeployed(stack, place);
    return;
  }
  console.log(`Rendering ${stack} …`);
  await checkProgram();
  const { manifests } = rendered(stack);
  write(stack, place, manifests);
  console.log("Secrets are masked, and their names end in a hash of made-up values: docs/render.md");
}

async function renderDeployed(stack: string, place: OutputPlace): Promise<void> {
  if (stack !== "local") {
    throw new UserError(`--deployed is for local, whose services may come from Git; leave it out for ${stack}`);
  }
  // It starts an engine, which other renderings do not.
  const { readManifests } = await import("../delivery/read.js");
  write(stack, place, await readManifests());
  console.log("Commit them, and they are applied: docs/gitops.md");
}

function write(stack: string, place: OutputPlace, manifests: readonly Manifest[]): void {
  written(place, () => {
    writeManifests(place.path, manifests);
  });
  console.log(`${manifests.length} manifests of ${stack} are in ${place.path}:`);
  console.log(manifests.map(({ path }) => `  ${path}`).join("\n"));
}
