import { join } from "node:path";
import type { Daemon } from "../../../engine/process/daemon";
import type { NodeTools, Tools } from "../../../engine/toolchain/tool";
import type { Files } from "../../control-plane/files";
import type { Ports } from "../../control-plane/ports";
import { rootfsFolder } from "../../images/debian";
import { Registry } from "../../images/registry";
import { pushSystemImages, REGISTRY_HOST } from "../../images/system";
import { kwok, writeStages } from "../kwok";
import type { Host, Nodes } from "../nodes";
import { ClientCertificate } from "./client-certificate";
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
  ...["iproute2", "nftables", "iptables", "ipset", "conntrack", "kmod"],
];

/** Where nodes are said to be, so that what is spread over zones is spread over them. */
const ZONES = ["local-a", "local-b"];

/** The usual ones. NetworkPolicies let pods through to an API server at 443 and 6443, and nowhere else. */
const PORTS: Ports = {
  etcd: 2379,
  etcdPeer: 2380,
  apiServer: 6443,
  controllerManager: 10257,
  scheduler: 10259,
  nodes: 10247,
};

const MANIFESTS = ["kubelet-access.yaml", "dns.yaml", "storage.yaml", "ingress.yaml", "metrics.yaml"];

/**
 * Nodes that really run pods, in namespaces of this machine. The control plane and the registry are in their network too,
 * where this machine reaches them and nobody else does.
 */
export class RealNodes implements Nodes {
  readonly ports = PORTS;
  readonly count = ZONES.length;
  readonly manifests = MANIFESTS.map((file) => join(__dirname, file));
  readonly registry: Registry;
  readonly #folder: string;
  readonly #network: Network;
  /** The API server, as kubelets know it when it asks for logs, or to run something in a pod. */
  readonly #kubeletClient: ClientCertificate;
  /** The API server, as metrics-server knows it when it hands on what others ask. */
  readonly #frontProxyClient: ClientCertificate;
  readonly #machines: readonly Machine[];
  readonly #tools: NodeTools;

  constructor({ folder, images, tools }: RealNodesArgs) {
    this.#folder = folder;
    this.#tools = tools;
    this.#network = new Network(folder, ZONES.length);
    const certificates = join(folder, "certificates");
    this.#kubeletClient = new ClientCertificate(certificates, "kube-apiserver-kubelet-client");
    this.#frontProxyClient = new ClientCertificate(certificates, "front-proxy-client");
    this.registry = new Registry(images, this.host);
    this.#machines = ZONES.map((zone, index) => this.#machine(zone, index));
  }

  get host(): Host {
    return this.#network.controlPlane;
  }

  /** Where Ingresses and load balancers are reached. */
  get entrance(): string {
    return this.#network.node(0).address;
  }

  get apiServerArgs(): readonly string[] {
    const { certificate, key } = this.#kubeletClient;
    const proxy = this.#frontProxyClient;
    return [
      `--kubelet-client-certificate=${certificate}`,
      `--kubelet-client-key=${key}`,
      // The name of a node is known to nobody but its cluster.
      "--kubelet-preferred-address-types=InternalIP",
      `--proxy-client-cert-file=${proxy.certificate}`,
      `--proxy-client-key-file=${proxy.key}`,
      `--requestheader-client-ca-file=${proxy.authority}`,
      `--requestheader-allowed-names=${proxy.user}`,
      "--requestheader-username-headers=X-Remote-User",
      "--requestheader-group-headers=X-Remote-Group",
      "--requestheader-extra-headers-prefix=X-Remote-Extra-",
      // Where the control plane is, nothing translates addresses of Services.
      "--enable-aggregator-routing=true",
    ];
  }

  async prepare(): Promise<void> {
    this.#network.create();
    await this.#kubeletClient.create();
    await this.#frontProxyClient.create();
    await this.registry.start();
    pushSystemImages(this.registry, this.#tools);
  }

  async configure(files: Files): Promise<void> {
    writeStages(this.#stages, this.entrance);
    const base = rootfsFolder({ packages: PACKAGES });
    for (const machine of this.#machines) {
      await machine.configure(files, base);
    }
  }

  daemons(tools: Tools, files: Files, ports: Ports): readonly Daemon[] {
    const balancers = kwok({ tools, files, ports, host: this.host, stages: this.#stages, nodes: "none" });
    return [this.registry.daemon, balancers, ...this.#machines.map(({ daemon }) => daemon)];
  }

  async remove(): Promise<void> {
    for (const machine of this.#machines) {
      await machine.remove();
    }
    this.#network.remove();
  }

  get #stages(): string {
    return join(this.#folder, "stages.yaml");
  }

  #machine(zone: string, index: number): Machine {
    const name = `node-${index + 1}`;
    return new Machine({
      name,
      zone,
      folder: join(this.#folder, name),
      programs: this.#tools["kubernetes-node"],
      host: this.#network.node(index),
      registry: { host: REGISTRY_HOST, url: `http://${this.registry.address}` },
      pauseImage: `${REGISTRY_HOST}/pause:1`,
      clientAuthority: this.#kubeletClient.authority,
    });
  }
}
