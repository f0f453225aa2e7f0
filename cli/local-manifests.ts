import { parse } from "yaml";
import { render } from "../sandbox/rendering/render";
import { ROOT } from "./folders";

/**
 * The content of a ConfigMap of the stack `local`, as its file says and whatever runs now.
 * @param name without the hash
 * @throws {Error} if there is none
 */
export function localConfigMap(name: string): Readonly<Record<string, string>> {
  const manifests = render({ root: ROOT, stack: "local" });
  const manifest = manifests.find(({ path }) => path.endsWith(`/configmap-${name}.yaml`));
  if (manifest === undefined) {
    throw new Error(`the stack local has no ConfigMap ${name}.`);
  }
  return (parse(manifest.text) as { data: Readonly<Record<string, string>> }).data;
}
