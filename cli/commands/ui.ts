import colors from "picocolors";
import { UserError } from "../../engine/user-error";
import { openBrowser } from "../browser";
import { localDashboards } from "../plots/dashboards";
import { plotPage } from "../plots/page";
import { localStatus } from "../status/local-status";
import { untilEnd } from "../ui/keystrokes";
import { Observer } from "../ui/observer";
import { startServer } from "../ui/server";
import { siteOf } from "../ui/site";
import { askPrometheus, snapshot } from "../ui/snapshot";

export interface UiOptions {
  /** @default - a free one */
  readonly port?: number;
  /** Whether a browser is opened by a keystroke. */
  readonly open: boolean;
}

/** `ui`: a page of all environments, for a browser on this machine, until it is ended. Changes nothing. */
export async function ui({ port, open }: UiOptions): Promise<void> {
  const server = await startServer(siteOf({ observer: new Observer(snapshot), dashboards }), port);
  const terminal = process.stdin.isTTY ? process.stdin : undefined;
  const keys = [...(terminal !== undefined && open ? ["o opens it in a browser"] : []), "q or Ctrl-C ends it"];
  console.log(
    `\nThe page is at ${colors.bold(server.url)}\n${colors.dim(`It reads, and changes nothing. ${keys.join(", ")}.`)}`,
  );
  try {
    await untilEnd(terminal, () => {
      if (open) {
        void openBrowser(server.url);
      }
    });
  } finally {
    await server.close();
  }
}

/** @throws {UserError} if no Prometheus runs */
async function dashboards(): Promise<string> {
  const local = await localStatus();
  if (!local.isUp || "problem" in local.inside || local.platform.nodes === "simulated") {
    throw new UserError("No Prometheus runs, so there is nothing to show. Start one with: npm run up -- --nodes real");
  }
  return plotPage(localDashboards(), askPrometheus(local));
}
