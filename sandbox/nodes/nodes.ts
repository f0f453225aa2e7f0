import type { Daemon } from "../../engine/process/daemon";
import type { Tools } from "../../engine/toolchain/tool";
import type { Files } from "../control-plane/files";
import type { Ports } from "../control-plane/ports";

/** Where a control plane listens, and how its processes come to be there. */
export interface Host {
  /** The address that all of it listens on. */
  readonly address: string;
  /** What a command line starts with, to be run there. */
  readonly prefix: readonly string[];
}

/** This machine, for nobody outside it. */
export const LOOPBACK: Host = { address: "127.0.0.1", prefix: [] };

/** The nodes of a cluster, and what there has to be for them. */
export interface Nodes {
  readonly host: Host;
  /** Where in a network of their own the control plane listens. @default - at free ports of this machine */
  readonly ports?: Ports;
  /** How many of them have to be ready. */
  readonly count: number;
  /**
   * The daemon that renews the leases of all nodes, under another name each time it runs.
   * @default - none: each node renews its own, under its own name
   */
  readonly leaseKeeper?: string;
  /** What the API server has to be told for them. */
  readonly apiServerArgs: readonly string[];
  /** Files of objects that they need. */
  readonly manifests: readonly string[];
  /** Makes what has to be there before the control plane; does nothing if it is. */
  prepare(): Promise<void>;
  /** Writes what the daemons read, once the control plane's own files are there. */
  configure(files: Files): Promise<void>;
  daemons(tools: Tools, files: Files, ports: Ports): readonly Daemon[];
  /** Takes away what `prepare` and the daemons made, once no process is left; also after they were killed. */
  remove(): Promise<void>;
}
