// Every query of every dashboard, asked of a real Prometheus that scrapes the real services.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { lackingForImages } from "../sandbox/host/requirements";
import { localConfigMap } from "./local-manifests";
import { localDashboards } from "./plots/dashboards";
import { plotPage } from "./plots/page";
import { lastMinutes, type Series, seriesOf } from "./plots/prometheus";
import { seriesIn } from "./testing/promql";
import { Watched } from "./testing/watched";

const lacking = lackingForImages();

/** Series of what only a cluster has, and what is recorded of them: objects, containers, nodes, volumes, the log collector. */
const OF_A_CLUSTER = /^((kube|container|node|kubelet|probe|log|alertmanager|otelcol)_|cronjob:)/;

const OF_KUBELETS = /^(container|node|kubelet)_/;

/** Of a rule that only says something when something is wrong. */
const ALERTS = "alerts";

describe.skipIf(lacking.length > 0)(`the dashboards (this machine lacks: ${lacking.join(", ") || "nothing"})`, () => {
  const watched = new Watched();
  const dashboards = localDashboards();
  const targets = dashboards.flatMap(({ uid, panels }) =>
    panels.flatMap(({ title, targets: queries = [] }) => queries.map((query) => ({ uid, title, ...query }))),
  );
  const answers = new Map<string, readonly Series[]>();
  let known: ReadonlySet<string>;

  beforeAll(async () => {
    await watched.start();
    for (const { expr, legendFormat } of targets) {
      answers.set(expr, await seriesOf(watched.ask, expr, legendFormat, lastMinutes(1)));
    }
    const names = JSON.parse(await watched.ask("/api/v1/label/__name__/values")) as { data: readonly string[] };
    known = new Set(names.data);
  });
  afterAll(() => watched.stop());

  it("have queries, each of which Prometheus takes", () => {
    expect(targets.length).toBeGreaterThan(100);
    expect(answers.size).toBe(new Set(targets.map(({ expr }) => expr)).size);
  });

  it("ask for no series that the services, Prometheus, its rules and a cluster's exporters do not have", () => {
    const asked = new Set(targets.flatMap(({ expr }) => seriesIn(expr)));
    expect([...asked].filter((name) => !known.has(name) && !OF_A_CLUSTER.test(name))).toEqual([]);
  });

  it("ask for nothing of kubelets that Prometheus is told to leave out", () => {
    const kept = new RegExp(`^(?:${keptOfKubelets().join("|")})$`);
    const ofKubelets = targets.flatMap(({ expr }) => seriesIn(expr)).filter((name) => OF_KUBELETS.test(name));
    expect(ofKubelets).not.toHaveLength(0);
    expect(ofKubelets.filter((name) => !kept.test(name))).toEqual([]);
  });

  it("have an answer wherever their series are there", () => {
    const silent = targets
      .filter(({ uid, expr }) => uid !== ALERTS && seriesIn(expr).every((name) => known.has(name)))
      .filter(({ expr }) => answers.get(expr)?.length === 0);
    expect(silent.map(({ uid, title, expr }) => `${uid}, ${title}: ${expr}`)).toEqual([]);
  });

  it("name every curve by what tells it from its neighbours", () => {
    for (const { uid, title, expr } of targets) {
      const names = answers.get(expr)?.map(({ name }) => name) ?? [];
      expect(new Set(names).size, `${uid}, ${title}: ${names.join(", ")}`).toBe(names.length);
      expect(
        names.filter((name) => name.trim() === ""),
        `${uid}, ${title}`,
      ).toEqual([]);
    }
  });

  it("are a page to look at without Grafana, with what Prometheus said", async () => {
    const page = await plotPage(dashboards, watched.ask, 1);
    for (const { title } of dashboards) {
      expect(page).toContain(JSON.stringify(title));
    }
    expect(page).toContain(`"name":"/api/me/thoughts/"`);
  });
});

/** What Prometheus keeps of what kubelets say, in the stack `local`. */
function keptOfKubelets(): readonly string[] {
  interface Job {
    readonly metric_relabel_configs?: readonly {
      readonly action?: string;
      readonly source_labels?: readonly string[];
      readonly regex?: string;
    }[];
  }
  const { scrape_configs: jobs } = parse(localConfigMap("prometheus-config")["prometheus.yaml"] ?? "") as {
    scrape_configs: readonly Job[];
  };
  const rules = jobs.flatMap(({ metric_relabel_configs: relabelings = [] }) => relabelings);
  return rules.filter(({ action }) => action === "keep").flatMap(({ regex }) => regex ?? []);
}
