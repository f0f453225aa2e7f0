import { join } from "node:path";
import { Daemon } from "../../engine/process/daemon";
import type { Tools } from "../../engine/toolchain/tool";
import type { Nodes } from "../nodes/nodes";
import type { Files } from "./files";
import type { Ports } from "./ports";

/** etcd. It need not survive a power cut, so it does not wait for the disk. */
export function etcd(tools: Tools, files: Files, ports: Ports, { host: { address, prefix } }: Nodes): Daemon {
  const clients = `http://${address}:${ports.etcd}`;
  const peers = `http://${address}:${ports.etcdPeer}`;
  return new Daemon({
    name: "etcd",
    folder: files.folder,
    prefix,
    program: join(tools.etcd.folder, "etcd"),
    args: [
      `--data-dir=${files.database}`,
      `--listen-client-urls=${clients}`,
      `--advertise-client-urls=${clients}`,
      `--listen-peer-urls=${peers}`,
      `--initial-advertise-peer-urls=${peers}`,
      `--initial-cluster=default=${peers}`,
      "--unsafe-no-fsync",
      "--log-level=warn",
    ],
  });
}

/** @param nodes that it is the API server of */
export function apiServer(tools: Tools, files: Files, ports: Ports, { host, apiServerArgs }: Nodes): Daemon {
  const { address, prefix } = host;
  return new Daemon({
    name: "kube-apiserver",
    folder: files.folder,
    prefix,
    program: join(tools.kubernetes.folder, "kube-apiserver"),
    args: [
      `--etcd-servers=http://${address}:${ports.etcd}`,
      `--bind-address=${address}`,
      `--secure-port=${ports.apiServer}`,
      `--cert-dir=${files.certificates}`,
      `--token-auth-file=${files.tokens}`,
      "--authorization-mode=RBAC",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-signing-key-file=${files.signingKey}`,
      `--service-account-key-file=${files.signingKey}`,
      "--service-cluster-ip-range=10.96.0.0/16",
      ...apiServerArgs,
    ],
  });
}

/** The limits of its client are far above the default, which lets 20 pods a second come into being. */
export function controllerManager(
  tools: Tools,
  files: Files,
  ports: Ports,
  { host: { address, prefix } }: Nodes,
): Daemon {
  return new Daemon({
    name: "kube-controller-manager",
    folder: files.folder,
    prefix,
    program: join(tools.kubernetes.folder, "kube-controller-manager"),
    args: [
      `--kubeconfig=${files.kubeconfig}`,
      `--bind-address=${address}`,
      `--secure-port=${ports.controllerManager}`,
      "--leader-elect=false",
      `--service-account-private-key-file=${files.signingKey}`,
      `--root-ca-file=${join(files.certificates, "apiserver.crt")}`,
      // Makes volumes for claims, as the StorageClass of simulated nodes asks.
      "--enable-hostpath-provisioner=true",
      "--kube-api-qps=500",
      "--kube-api-burst=1000",
    ],
  });
}

export function scheduler(tools: Tools, files: Files, ports: Ports, { host: { address, prefix } }: Nodes): Daemon {
  return new Daemon({
    name: "kube-scheduler",
    folder: files.folder,
    prefix,
    program: join(tools.kubernetes.folder, "kube-scheduler"),
    args: [
      `--kubeconfig=${files.kubeconfig}`,
      `--bind-address=${address}`,
      `--secure-port=${ports.scheduler}`,
      "--leader-elect=false",
      "--kube-api-qps=500",
      "--kube-api-burst=1000",
    ],
  });
}
