/** What the sandbox is made of. */
export type SandboxTool = "pulumi" | "etcd" | "kubernetes" | "kwok";
/** What only real nodes, and the images on them, need. */
export type NodeTool =
  | "crane"
  | "kubernetes-node"
  | "coredns"
  | "local-path-provisioner"
  | "skipper"
  | "metrics-server"
  | "kube-state-metrics"
  | "prometheus";
export type ToolName = SandboxTool | NodeTool;

/** Where a tool came from, in the order in which the places are tried. */
export type Origin = "path" | "download" | "build";

/** A tool that is ready: a folder that holds its programs. */
export interface Tool {
  readonly name: ToolName;
  readonly version: string;
  readonly origin: Origin;
  readonly folder: string;
}

export type Tools = Readonly<Record<SandboxTool, Tool>>;
/** What images are made with, and of. */
export type ImageTools = Readonly<Record<"crane" | "kube-state-metrics" | "prometheus", Tool>>;
export type NodeTools = Readonly<Record<NodeTool, Tool>>;

/** What happens while tools are looked for. */
export type ToolEvent =
  | { readonly kind: "found"; readonly tool: Tool; readonly seconds: number }
  | { readonly kind: "downloading"; readonly name: ToolName; readonly url: string }
  | { readonly kind: "no download"; readonly name: ToolName; readonly why: string }
  /** `usual`: how long it takes on two cores with an empty Go cache. */
  | { readonly kind: "building"; readonly name: ToolName; readonly version: string; readonly usualSeconds: number }
  | { readonly kind: "waiting"; readonly name: ToolName; readonly holder: number };

export type ToolReport = (event: ToolEvent) => void;

/** A file that a tool's makers publish. */
export interface Download {
  readonly url: string;
  /** A file with the SHA-256 of `url`: alone, or in a list beside the file's name. */
  readonly checksums: string;
  /** @default - the file is the program itself */
  readonly archive?: { readonly programs: readonly string[] };
  /** The program's name, where the file is one. */
  readonly program?: string;
}

/** How a tool is built from published Go modules. */
export interface GoBuild {
  /** Lines of go.mod: exact versions, and the replacements that the tool's own go.mod makes. */
  readonly goMod: readonly string[];
  /** A module that takes others from folders of its own tree; outside it, they are modules of the version named here. */
  readonly staging?: { readonly module: string; readonly version: string; readonly published: string };
  /** A main.go of our own. @default - the package is built as it is */
  readonly main?: string;
  readonly packages: readonly GoPackage[];
  /** Build tags. @default - none */
  readonly tags?: readonly string[];
  /** Program names that all are the one program built here. */
  readonly links?: readonly string[];
  /** Files of a module to put beside the programs. */
  readonly copies?: { readonly module: string; readonly folder: string; readonly files: readonly string[] };
  readonly usualSeconds: number;
}

export interface GoPackage {
  readonly program: string;
  readonly path: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** A tool that can be had. Plain data: where it is cached follows from what is written here. */
export interface ToolSpec {
  readonly name: ToolName;
  readonly version: string;
  readonly programs: readonly string[];
  /** How a program on PATH says its version. */
  readonly probe: { readonly program: string; readonly args: readonly string[]; readonly pattern: RegExp };
  /** Which versions on PATH will do: a range of the package `semver`. */
  readonly accepted: string;
  readonly downloads: readonly Download[];
  readonly builds: readonly GoBuild[];
}
