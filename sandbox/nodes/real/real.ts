import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Files } from "../../control-plane/components";
import { rootfs } from "../../images/debian";
import { Registry } from "../../images/registry";
import { pushSystemImages, REGISTRY_HOST } from "../../images/system";
import type { Daemon } from "../../process/daemon";
import { makeWhole } from "../../process/file";
import type { NodeTools } from "../../toolchain/tool";
import type { Nodes, Place } from "../nodes";
import { KubeletClients } from "./kubelet-clients";
import { Machine } from "./machine";
import { Network } from "./network";

export interface RealNodesArgs {
  /** Holds what is theirs. */
  readonly folder: string;
  /** The folder of the images that their registry serves. */
  readonly images: string;
  readonly tools: NodeTools;
}

/** What a node's programs are packed in. */
const PACKAGES = [
  ...["base-files", "bash", "coreutils", "mount", "util-linux", "procps"],
  ...["containerd", "runc", "containernetworking-plugins"],
  ...["iproute2", "nftables", "conntrack", "kmod"],
];

/**
 * A node that really runs pods, in namespaces of this machine. The control plane and the registry are in its network too,
 * where this machine reaches them and nobody else does.
 */
export class RealNodes implements Nodes {
  readonly count = 1;
  readonly manifests = ["kubelet-access.yaml", "dns.yaml", "storage.yaml"].map((file) => join(__dirname, file));
  readonly registry: Registry;
  readonly #network: Network;
  readonly #kubeletClients: KubeletClients;
  readonly #machine: Machine;
  readonly #tools: NodeTools;

  constructor({ folder, images, tools }: RealNodesArgs) {
    this.#tools = tools;
    this.#network = new Network(folder);
    this.#kubeletClients = new KubeletClients(join(folder, "kubelet-clients"));
    this.registry = new Registry(images, this.place);
    this.#machine = new Machine({
      name: "node-1",
      folder: join(folder, "node-1"),
      programs: tools["kubernetes-node"],
      place: this.place,
      registry: { host: REGISTRY_HOST, url: `http://${this.registry.address}` },
      pauseImage: `${REGISTRY_HOST}/pause:1`,
      clientAuthority: this.#kubeletClients.authority,
    });
  }

  get place(): Place {
    return { address: this.#network.address, prefix: this.#network.prefix };
  }

  get apiServerArgs(): readonly string[] {
    const { certificate, key } = this.#kubeletClients;
    return [
      `--kubelet-client-certificate=${certificate}`,
      `--kubelet-client-key=${key}`,
      // The name of a node is known to nobody but its cluster.
      "--kubelet-preferred-address-types=InternalIP",
    ];
  }

  async prepare(): Promise<void> {
    this.#network.create();
    await this.#kubeletClients.create();
    await this.registry.start();
    pushSystemImages(this.registry, this.#tools);
  }

  configure(files: Files): void {
    this.#machine.configure(files, unpackedRootfs());
  }

  daemons(): readonly Daemon[] {
    return [this.registry.daemon, this.#machine.daemon];
  }

  remove(): void {
    this.#machine.remove();
    this.#network.remove();
  }
}

/** @returns a folder that nodes share and none changes */
function unpackedRootfs(): string {
  const tar = rootfs({ packages: PACKAGES });
  const folder = tar.replace(/\.tar$/, "");
  makeWhole(folder, (fresh) => {
    mkdirSync(fresh);
    execFileSync("tar", ["--extract", "--file", tar, "--directory", fresh], { stdio: "pipe" });
  });
  return folder;
}
