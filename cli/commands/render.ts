import { writeManifests } from "../../sandbox/rendering/render";
import { rendered } from "../env/rendered";
import { demandFolderPlace, written } from "../output-place";
import { checkProgram } from "../type-check";

export interface RenderOptions {
  /** The folder to write. */
  readonly to: string;
}

/** `render`: every Kubernetes manifest of an environment, as files. */
export async function render(stack: string, { to }: RenderOptions): Promise<void> {
  const place = { option: "--to", path: to };
  demandFolderPlace(place);
  console.log(`Rendering ${stack} …`);
  await checkProgram();
  const { manifests } = rendered(stack);
  written(place, () => {
    writeManifests(to, manifests);
  });
  console.log(`${manifests.length} manifests of ${stack} are in ${to}:`);
  console.log(manifests.map(({ path }) => `  ${path}`).join("\n"));
  console.log("Secrets are masked, and their names end in a hash of made-up values: docs/render.md");
}
