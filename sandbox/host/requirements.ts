import { existsSync, readFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { delimiter, join } from "node:path";

/** What this machine lacks to pack images and to run their contents; empty if it can. */
export function lackingForImages(): readonly string[] {
  const needs: readonly (readonly [string, boolean])[] = [
    ["Linux on an x64 processor", platform() === "linux" && arch() === "x64"],
    [
      "Debian's packages (apt-get and dpkg-deb)",
      ["apt-get", "dpkg-deb"].every((name) => existsSync(`/usr/bin/${name}`)),
    ],
  ];
  return needs.filter(([, there]) => !there).map(([what]) => what);
}

/** What this machine lacks to run the contents of images as other users. */
export function lackingForContainers(): readonly string[] {
  return [...lackingForImages(), ...(process.getuid?.() === 0 ? [] : ["root"])];
}

/** What this machine lacks to run a real node. */
export function lackingForNodes(): readonly string[] {
  const programs = ["ip", "nsenter", "unshare"].filter((name) => !isOnPath(name));
  const filesystems = existsSync("/proc/filesystems") ? readFileSync("/proc/filesystems", "utf8") : "";
  return [
    ...lackingForContainers(),
    ...programs.map((name) => `the program ${name}`),
    ...(/\toverlay$/m.test(filesystems) ? [] : ["overlay file systems"]),
  ];
}

function isOnPath(name: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
}
