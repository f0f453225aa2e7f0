/** What the sandbox is made of. */
export type SandboxTool = "pulumi" | "pulumi-kubernetes" | "etcd" | "kubernetes" | "kwok";
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
/** What only tests run: a program of which there is an image on AWS, one that checks workflows, and the controllers of Flux. */
export type TestTool = "otelcol-contrib" | "actionlint" | "kustomize-controller" | "source-controller";
/** What copies an image from one environment's registry to another's. */
export type CopyTool = "regctl";
export type ToolName = SandboxTool | NodeTool | TestTool | CopyTool;

/** Where a tool came from, in the order in which they are tried. */
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
  | { readonly kind: "building"; readonly names: readonly ToolName[]; readonly step: BuildStep }
  | { readonly kind: "waiting"; readonly name: ToolName; readonly holder: number };

export type ToolReport = (event: ToolEvent) => void;

/** How far a build is. */
export type BuildStep =
  | { readonly phase: "planning" }
  /** Go modules that are not in the user's module cache. */
  | { readonly phase: "modules"; readonly done: number; readonly of: number }
  /** `secondsLeft`: by the rate of this run so far; undefined until there is one. */
  | { readonly phase: "packages"; readonly done: number; readonly of: number; readonly secondsLeft?: number }
  | { readonly phase: "linking"; readonly programs: readonly string[]; readonly secondsLeft?: number };

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
  /** The folder of a Go module, whose go.mod and go.sum say all versions. */
  readonly module: string;
  readonly packages: readonly GoPackage[];
  /** Build tags. @default - none */
  readonly tags?: readonly string[];
  /** Whether it needs a command of its own: Go refuses it beside the other packages of the module. @default false */
  readonly alone?: boolean;
  /** Program names that all are the one program built here. */
  readonly links?: readonly string[];
  /** Files of a module to put beside the programs. */
  readonly copies?: { readonly module: string; readonly folder: string; readonly files: readonly string[] };
  /** What a provider's plugin embeds, made of files of a module. */
  readonly embeds?: PluginSchema;
}

/** A program; its name is the last part of the path. */
export interface GoPackage {
  /** In the module's own folder where it starts with a dot. */
  readonly path: string;
  readonly program: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** The schema of a provider's plugin, as its release embeds it: with the version written into it. */
export interface PluginSchema {
  readonly module: string;
  /** The folder in that module which holds schema.json and terraform-mapping.json. */
  readonly folder: string;
  /** The folder in our module that the files for embedding are written to. */
  readonly into: string;
  readonly version: string;
}

/** A tool that can be had. Plain data: where it is cached follows from what is written here. */
export interface ToolSpec {
  readonly name: ToolName;
  readonly version: string;
  readonly programs: readonly string[];
  readonly probe: Probe;
  /** Which versions of the user's own will do: a range of the package `semver`. */
  readonly accepted: string;
  readonly downloads: readonly Download[];
  readonly builds: readonly GoBuild[];
}

/** How a program of the user's own says its version: in its output, or, a provider's plugin, in answer to the engine's call. */
export type Probe =
  | { readonly program: string; readonly args: readonly string[]; readonly pattern: RegExp }
  | { readonly plugin: string };
