import { cacheFolder, cacheSize, cleanCache, hasBuiltTools } from "../../engine/toolchain/cache";
import { UserError } from "../../engine/user-error";
import { isUp } from "../folders";

/** `clean`: removes the tools that were downloaded or built, which all clones of this user share. */
export function clean(): void {
  if (isUp()) {
    throw new UserError("this clone is up and runs on these tools; first: npm run down");
  }
  const folder = cacheFolder();
  const megabytes = Math.round(cacheSize(folder) / 1024 / 1024);
  const built = hasBuiltTools(folder);
  cleanCache(folder);
  console.log(`Removed ${folder} (${megabytes} MB). The next \`npm run up\` makes the tools again.`);
  if (built) {
    console.log("What Go downloaded and compiled for them is still in its own caches: go clean -cache -modcache");
  }
}
