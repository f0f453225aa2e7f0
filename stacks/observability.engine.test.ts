import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { lackingForImages } from "../sandbox/host/requirements";
import type { Said } from "../sandbox/programs/debian";
import { debianProgram, promtool } from "../sandbox/programs/monitoring";
import { STACKS } from "./names";
import { objectsOf } from "./testing/objects";

const lacking = lackingForImages();
const ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

describe.skipIf(lacking.length > 0).each(STACKS)(
  `what is rendered for %s (this machine lacks: ${lacking.join(", ") || "nothing"})`,
  async (stack) => {
    const objects = await objectsOf(stack);
    let folder: string;
    let check: (...args: readonly string[]) => Said;

    beforeAll(async () => {
      check = await promtool();
    });

    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "thoughts-observability-"))));
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    /** Writes the files of a ConfigMap as a pod would find them, with the pod's other folders here too. */
    const write = (configMap: string, into: string): readonly string[] => {
      mkdirSync(join(folder, into), { recursive: true });
      return Object.entries(objects.one("ConfigMap", configMap).data ?? {}).map(([name, text]) => {
        const file = join(folder, into, name);
        writeFileSync(file, text.replaceAll("/etc/prometheus", folder).replaceAll(ACCOUNT, folder));
        return file;
      });
    };

    it("is a configuration that Prometheus takes, rules included", () => {
      write("prometheus-rules", "rules");
      writeFileSync(join(folder, "token"), "");
      writeFileSync(join(folder, "ca.crt"), "");
      const [file = ""] = write("prometheus-config", ".");
      const { ok, text } = check("check", "config", file);
      expect(text).toContain("prometheus.yaml is valid prometheus config file syntax");
      expect({ ok, failed: /FAILED[^\n]*/.exec(text)?.[0] }).toEqual({ ok: true, failed: undefined });
    });

    it("is a configuration that Alertmanager takes, and that tells the right receiver", () => {
      const [file = ""] = write("alertmanager-config", ".");
      expect(debianProgram("amtool", "check-config", file)).toMatchObject({ ok: true });
      const receiverOf = (...labels: readonly string[]) =>
        debianProgram("amtool", "config", "routes", "test", `--config.file=${file}`, ...labels).text.split("\n")[0];
      expect(receiverOf("severity=critical", "app=frontend")).toBe("critical");
      expect(receiverOf("severity=warning")).toBe("warning");
      expect(receiverOf("severity=none", "alertname=Watchdog")).toBe("watchdog");
      expect(receiverOf("severity=unheard-of")).toBe("warning");
    });
  },
);
