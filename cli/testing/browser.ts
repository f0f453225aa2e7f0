import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { rootfsFolder } from "../../sandbox/images/debian";

/** What chromium is packed in. */
const PACKAGES = ["base-files", "chromium-headless-shell", "fonts-dejavu-core"];

/**
 * Debian's chromium, without a window and without being installed. Needs root on Linux.
 * @param hosts names that it finds at an address: `{ "*.example.local": "10.0.0.1" }`
 */
export async function openBrowser(hosts: Readonly<Record<string, string>>): Promise<Browser> {
  const root = rootfsFolder({ packages: PACKAGES });
  const rules = Object.entries(hosts).map(([name, address]) => `MAP ${name} ${address}`);
  return chromium.launch({
    executablePath: join(__dirname, "chromium.sh"),
    env: { ...process.env, CHROMIUM_ROOT: root },
    args: [`--host-resolver-rules=${rules.join(",")}`, "--disable-dev-shm-usage"],
    chromiumSandbox: false,
  });
}
