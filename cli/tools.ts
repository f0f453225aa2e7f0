import { ticking } from "../sandbox/process/ticking";
import { ensureEngine, ensureImageTools, ensureNodeTools, ensureTools } from "../sandbox/toolchain/ensure";
import type { ImageTools, NodeTools, Origin, Tool, ToolEvent, ToolReport, Tools } from "../sandbox/toolchain/tool";

const ORIGINS: Readonly<Record<Origin, string>> = {
  path: "from PATH",
  download: "the official download",
  build: "built from Go modules",
};

type Say = (line: string) => void;

/** Finds or makes the tools, and says of each where it is from. */
export function toolsFor(say: Say, found: (text: string) => void = () => undefined): Promise<Tools> {
  return described((report) => ensureTools({ report }), say, found);
}

/** Finds or makes the engine alone, for what needs no cluster. */
export function engineToolFor(say: Say): Promise<Tool> {
  return described(
    (report) => ensureEngine({ report }),
    say,
    () => undefined,
  );
}

/** Finds or makes what real nodes need. */
export function nodeToolsFor(say: Say): Promise<NodeTools> {
  return described(
    (report) => ensureNodeTools({ report }),
    say,
    () => undefined,
  );
}

/** Finds or makes what images are made with. */
export function imageToolsFor(say: Say): Promise<ImageTools> {
  return described(
    (report) => ensureImageTools({ report }),
    say,
    () => undefined,
  );
}

async function described<T>(
  find: (report: ToolReport) => Promise<T>,
  say: Say,
  found: (text: string) => void,
): Promise<T> {
  let stop = (): void => undefined;
  try {
    return await find((event) => {
      stop();
      stop = describe(event, say, found);
    });
  } finally {
    stop();
  }
}

/** @returns what ends the ticking */
function describe(event: ToolEvent, say: Say, found: (text: string) => void): () => void {
  switch (event.kind) {
    case "found":
      found(`${event.tool.name} ${event.tool.version}, ${ORIGINS[event.tool.origin]}`);
      return () => undefined;
    case "downloading":
      say(`${event.name}: downloading ${event.url}`);
      return () => undefined;
    case "no download":
      say(`${event.name}: no download (${event.why})`);
      return () => undefined;
    case "waiting":
      say(`${event.name}: process ${event.holder} is making it; waiting`);
      return () => undefined;
    case "building": {
      const what = `${event.name} ${event.version}: building from Go modules`;
      return ticking((seconds) => {
        say(`${what}, ${seconds} s of about ${event.usualSeconds}`);
      });
    }
    default:
      return event satisfies never;
  }
}
