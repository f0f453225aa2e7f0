import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Daemon } from "../../../engine/process/daemon";
import { writeWhole } from "../../../engine/process/file";
import type { Tool } from "../../../engine/toolchain/tool";
import type { Files } from "../../control-plane/files";
import { ControlGroups } from "./control-groups";
import { ALL_PODS, type NodeHost } from "./network";

export interface MachineArgs {
  /** The node's name. */
  readonly name: string;
  /** Holds all of it. */
  readonly folder: string;
  /** kubelet, kube-proxy and kube-router's firewall. */
  readonly programs: Tool;
  readonly host: NodeHost;
  /** Where it is said to be: label `topology.kubernetes.io/zone`. */
  readonly zone: string;
  /** Where images with this host in their names are, as a URL in the node's network. */
  readonly registry: { readonly host: string; readonly url: string };
  /** The image of a process that does nothing, which holds a pod's namespaces. */
  readonly pauseImage: string;
  /** The file of the certificate whose holder's clients may ask the kubelet. */
  readonly clientAuthority: string;
}

const CLUSTER_DNS = "10.96.0.10";

/**
 * A node: a kubelet with a container runtime, a proxy and a firewall, in namespaces that go when its first process goes.
 */
export class Machine {
  readonly #args: MachineArgs;
  readonly #groups: ControlGroups;

  constructor(args: MachineArgs) {
    this.#args = args;
    this.#groups = new ControlGroups(args.folder);
  }

  get daemon(): Daemon {
    const { name, folder, host, zone } = this.#args;
    return new Daemon({
      name,
      folder,
      prefix: host.prefix,
      program: "unshare",
      args: [
        ...["--mount", "--pid", "--fork", "--kill-child"],
        join(__dirname, "machine.sh"),
        ...[folder, name, host.address, zone],
      ],
      // The kernel ends everything in the namespace with its first process.
      stopSignal: "SIGKILL",
    });
  }

  /**
   * Writes what its processes read.
   * @param base the folder of a root file system with containerd, runc and the network's programs
   */
  async configure({ kubeconfig }: Files, base: string): Promise<void> {
    const { folder, programs, registry } = this.#args;
    const etc = join(folder, "etc");
    const hosts = join(etc, "certs.d", registry.host);
    for (const made of [join(etc, "cni"), hosts]) {
      mkdirSync(made, { recursive: true });
    }
    for (const [link, target] of [
      ["base", base],
      ["programs", programs.folder],
    ] as const) {
      if (!existsSync(join(folder, link))) {
        symlinkSync(target, join(folder, link));
      }
    }
    if (this.daemon.pid() === undefined) {
      // A kubelet takes long to find out that nothing is left in the groups of one that was killed.
      await this.remove();
    }
    this.#groups.create();
    const files = {
      ...this.#files(),
      kubeconfig: readFileSync(kubeconfig, "utf8"),
      "clients.crt": readFileSync(this.#args.clientAuthority, "utf8"),
      [join("certs.d", registry.host, "hosts.toml")]: `[host."${registry.url}"]\ncapabilities = ["pull", "resolve"]\n`,
    };
    for (const [file, content] of Object.entries(files)) {
      writeChanged(join(etc, file), typeof content === "string" ? content : JSON.stringify(content));
    }
  }

  /** JSON is YAML too. */
  #files(): Readonly<Record<string, string | object>> {
    const { folder, pauseImage, host } = this.#args;
    return {
      passwd: "root:x:0:0::/root:/bin/bash\n",
      group: "root:x:0:\n",
      hosts: "127.0.0.1 localhost\n",
      "resolv.conf": `nameserver ${CLUSTER_DNS}\n`,
      "machine-id": `${createHash("sha256").update(folder).digest("hex").slice(0, 32)}\n`,
      "containerd.toml": containerdToml(pauseImage),
      "cni/10-pods.conflist": {
        cniVersion: "0.4.0",
        name: "pods",
        plugins: [
          {
            // Not a bridge: what pods say to each other must pass the rules that translate addresses of Services.
            type: "ptp",
            ipam: { type: "host-local", ranges: [[{ subnet: host.pods }]], routes: [{ dst: "0.0.0.0/0" }] },
          },
          { type: "loopback" },
        ],
      },
      "kubelet.yaml": kubeletConfiguration(this.#groups.root),
      "kube-proxy.yaml": {
        apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
        kind: "KubeProxyConfiguration",
        mode: "nftables",
        clusterCIDR: ALL_PODS,
        clientConnection: { kubeconfig: "/etc/node/kubeconfig" },
        // These limits are the whole machine's, not the node's.
        conntrack: { maxPerCore: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
      },
    };
  }

  /** Takes away what is not in its folder. */
  remove(): Promise<void> {
    return this.#groups.remove();
  }
}

/** kube-proxy ends when its file is written, whatever is in it, and the machine with it. */
function writeChanged(file: string, content: string): void {
  if (!existsSync(file) || readFileSync(file, "utf8") !== content) {
    writeWhole(file, content);
  }
}

function containerdToml(pauseImage: string): string {
  return `version = 2
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "${pauseImage}"
# Where root may not take a process out of the killer's reach, a pod would not start.
restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".registry]
config_path = "/etc/node/certs.d"
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "/usr/lib/cni"
conf_dir = "/etc/node/cni"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
`;
}

/** @see https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
function kubeletConfiguration(cgroupRoot: string): object {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: "/etc/node/clients.crt" },
    },
    authorization: { mode: "Webhook" },
    cgroupDriver: "cgroupfs",
    cgroupRoot,
    failCgroupV1: false,
    enforceNodeAllocatable: [],
    failSwapOn: false,
    // The disk is the machine's, and how full it is says nothing about the node.
    evictionHard: { "imagefs.available": "0%", "nodefs.available": "0%", "nodefs.inodesFree": "0%" },
    imageGCHighThresholdPercent: 100,
    containerRuntimeEndpoint: "unix:///run/containerd/containerd.sock",
    clusterDomain: "cluster.local",
    clusterDNS: [CLUSTER_DNS],
    resolvConf: "/etc/resolv.conf",
  };
}
