import { existsSync, readFileSync } from "node:fs";
import { arch, platform, release } from "node:os";
import { delimiter, join } from "node:path";
import { gunzipSync } from "node:zlib";

/** What kube-router's firewall asks of the kernel: sets of addresses, and rules that use them in nftables. */
const FIREWALL_OPTIONS = ["IP_SET_HASH_IP", "IP_SET_HASH_NET", "NETFILTER_XT_SET", "NFT_COMPAT"];

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
    ...lackingKernelOptions(kernelConfiguration()).map((option) => `the kernel option CONFIG_${option}`),
  ];
}

/** @param configuration what the kernel was built with; undefined if that can't be read, and then nothing is said */
export function lackingKernelOptions(configuration: string | undefined): readonly string[] {
  return configuration === undefined
    ? []
    : FIREWALL_OPTIONS.filter((option) => !new RegExp(`^CONFIG_${option}=[ym]$`, "m").test(configuration));
}

function kernelConfiguration(): string | undefined {
  const running = "/proc/config.gz";
  const installed = join("/boot", `config-${release()}`);
  if (existsSync(running)) {
    return gunzipSync(readFileSync(running)).toString();
  }
  return existsSync(installed) ? readFileSync(installed, "utf8") : undefined;
}

function isOnPath(name: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
}
