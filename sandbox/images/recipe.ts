import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the application says of a service's image: `app/<folder>/image.json`. */
export interface Recipe {
  /** The folder of its source, in `app`. */
  readonly folder: string;
  readonly service: string;
  readonly repository: string;
  /** What it reads from its folder while it runs. */
  readonly files: readonly string[];
  /** The repository of its database's image. @default - none: it has no database */
  readonly database?: string;
}

/** The recipe of every service, by folder. @param root of the checkout */
export function recipesIn(root: string): readonly Recipe[] {
  const fileOf = (folder: string) => join(root, "app", folder, "image.json");
  return readdirSync(join(root, "app"))
    .filter((folder) => existsSync(fileOf(folder)))
    .sort()
    .map((folder) => ({
      folder,
      ...(JSON.parse(readFileSync(fileOf(folder), "utf8")) as Omit<Recipe, "folder">),
    }));
}
