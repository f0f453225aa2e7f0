import { existsSync } from "node:fs";
import { arch, platform } from "node:os";

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
