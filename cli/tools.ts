import { join } from "node:path";
import { ticking } from "../engine/process/ticking";
import { catalog } from "../engine/toolchain/catalog";
import { ensureEngine, ensureImageTools, ensureNodeTools, ensureTool, ensureTools } from "../engine/toolchain/ensure";
import { nodeCatalog } from "../engine/toolchain/node-catalog";
import { regctl } from "../engine/toolchain/regctl";
import { isExecutable, userFolders } from "../engine/toolchain/path";
import type { ImageTools, NodeTools, Origin, Tool, ToolEvent, ToolReport, Tools } from "../engine/toolchain/tool";
import type { KubectlTool } from "./kubectl";

const ORIGINS: Readonly<Record<Origin, string>> = {
  path: "installed before",
  download: "downloaded",
  build: "built from Go modules",
};

type Say = (line: string) => void;

/** Finds or makes the tools. */
export function toolsFor(say: Say): Promise<Tools> {
  return described((report) => ensureTools({ report }), say);
}

/** `pulumi 3.246.0, kubernetes 1.35.4 (1 installed before, 4 built from Go modules)` */
export function toolsText(tools: Tools): string {
  const counts = new Map<string, number>();
  for (const { origin } of Object.values(tools)) {
    counts.set(ORIGINS[origin], (counts.get(ORIGINS[origin]) ?? 0) + 1);
  }
  const origins = [...counts].map(([origin, count]) => `${count} ${origin}`).join(", ");
  return `pulumi ${tools.pulumi.version}, kubernetes ${tools.kubernetes.version} (${origins})`;
}

/** Finds or makes the engine alone, for what needs no cluster. */
export function engineToolFor(say: Say): Promise<Tool> {
  return described((report) => ensureEngine({ report }), say);
}

/**
 * The user's own kubectl, which gets the credentials of the user's contexts as ever; with none, that of this clone's tools.
 * It has to be no particular version: lists of objects are all that is asked for.
 */
export async function kubectlFor(say: Say): Promise<KubectlTool> {
  const own = userFolders().find((folder) => isExecutable(join(folder, "kubectl")));
  if (own !== undefined) {
    return { kubernetes: { folder: own } };
  }
  return { kubernetes: await described((report) => ensureTool(catalog().kubernetes, { report }), say) };
}

/** Finds or makes what real nodes need. */
export function nodeToolsFor(say: Say): Promise<NodeTools> {
  return described((report) => ensureNodeTools({ report }), say);
}

/** Finds or makes what images are made with. */
export function imageToolsFor(say: Say): Promise<ImageTools> {
  return described((report) => ensureImageTools({ report }), say);
}

/** Finds or makes what copies images. */
export function craneFor(say: Say): Promise<Tool> {
  return described((report) => ensureTool(nodeCatalog().crane, { report }), say);
}

/** Finds or makes what copies images with all that belongs to them. */
export function regctlFor(say: Say): Promise<Tool> {
  return described((report) => ensureTool(regctl(), { report }), say);
}

async function described<T>(find: (report: ToolReport) => Promise<T>, say: Say): Promise<T> {
  const progress = new BuildProgress(say);
  try {
    return await find((event) => {
      if (event.kind === "building") {
        progress.show(event);
      } else {
        progress.end();
        describe(event, say);
      }
    });
  } finally {
    progress.end();
  }
}

function describe(event: Exclude<ToolEvent, Building>, say: Say): void {
  switch (event.kind) {
    case "found":
      break;
    case "downloading":
      say(`${event.name}: downloading ${event.url}`);
      break;
    case "no download":
      say(`${event.name}: no download (${event.why})`);
      break;
    case "waiting":
      say(`${event.name}: process ${event.holder} is making it; waiting`);
      break;
    default:
      event satisfies never;
  }
}

type Building = Extract<ToolEvent, { kind: "building" }>;

/** Says how far a build is: at once where a new phase begins, otherwise as often as is fit for a screen or a log. */
class BuildProgress {
  #latest?: Building;
  #stop?: () => void;

  constructor(private readonly say: Say) {}

  show(event: Building): void {
    const before = this.#latest?.step.phase;
    this.#latest = event;
    if (event.step.phase !== before) {
      this.#stop?.();
      this.#stop = ticking(() => this.say(buildText(this.#latest ?? event)));
    }
  }

  end(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#latest = undefined;
  }
}

/** What a build is at, as people read it. */
export function buildText({ names, step }: Building): string {
  const what = `building ${names.join(", ")} from Go modules`;
  switch (step.phase) {
    case "planning":
      return `${what}: asking Go what is needed`;
    case "modules":
      return `${what}: downloading modules, ${step.done} of ${step.of}`;
    case "packages":
      return `${what}: ${step.done} of ${step.of} packages compiled${leftText(step.secondsLeft)}`;
    case "linking":
      return `${what}: linking ${step.programs.join(", ")}${leftText(step.secondsLeft)}`;
    default:
      return step satisfies never;
  }
}

function leftText(seconds: number | undefined): string {
  if (seconds === undefined) {
    return "";
  }
  return seconds < 60 ? ", less than a minute left" : `, about ${Math.ceil(seconds / 60)} min left`;
}
