import type * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { Problem } from "../base/problems";
import { refuse } from "../base/refusal";
import type { Configuration, SecretBundle } from "../workload/configuration";
import { configurationFile, configurationFiles, type Container, fromSecret, scratch } from "../workload/container";
import type { Image } from "../workload/image";
import type { Dependency } from "../workload/network-policy";
import type { Resources } from "../workload/resources";
import { checkDashboards, type Dashboards, renderDashboard } from "./dashboard";
import { DATA_SOURCE } from "./panel";
import { besideTool, Tool, type ToolEnvironment, type ToolExposure } from "./tool";

const PORT = 3000;
/** `grafana` in the official image. */
const USER = 472;
const PROVISIONING = "/etc/grafana/provisioning";
const DASHBOARDS = `${PROVISIONING}/dashboards`;

export interface GrafanaArgs extends Omit<ToolEnvironment, "scraper"> {
  readonly image: Image;
  readonly resources: Resources;
  readonly exposure: ToolExposure;
  /** Prometheus: its address, and its pods as a NetworkPolicy knows them. */
  readonly prometheus: { readonly url: string; readonly dependency: Dependency };
  readonly dashboards: Dashboards;
  /** The one of `dashboards` that people see first. */
  readonly home: string;
  /** Of the user `admin`. */
  readonly adminPassword: pulumi.Input<string>;
  /** A secret that keys the hash in the name of the Secret. */
  readonly hashKey: pulumi.Input<string>;
}

/** @see https://kubernetes.io/docs/concepts/configuration/configmap/ for how much one holds */
const MOST_BYTES = 1_048_576;

export function checkGrafana({ dashboards, home }: Pick<GrafanaArgs, "dashboards" | "home">): readonly Problem[] {
  const problems = [...checkDashboards(dashboards)];
  const files = Object.keys(dashboards);
  if (!files.includes(home)) {
    problems.push({ path: "home", message: `there is no dashboard "${home}"; use one of ${files.join(", ")}.` });
  }
  const bytes = Buffer.byteLength(Object.values(dashboards).map(renderDashboard).join(""));
  if (bytes > MOST_BYTES) {
    problems.push({
      path: "dashboards",
      message: `their files have ${(bytes / MOST_BYTES).toFixed(2)} MiB; a ConfigMap holds at most 1 MiB. Take some out.`,
    });
  }
  return problems;
}

/**
 * Grafana: shows what Prometheus knows on dashboards. All of it is made of its arguments, so it keeps nothing: what
 * somebody changes in the browser is gone with the pod. Whoever comes has to log in.
 * @throws {ProblemsError} from {@link checkGrafana}, before the first child
 */
export class Grafana extends Tool {
  constructor(name: string, args: GrafanaArgs, opts: pulumi.ComponentResourceOptions) {
    refuse(`the dashboards of ${name}`, checkGrafana(args));
    const common = { namespace: args.namespace, partOf: args.partOf };
    const beside = besideTool(name, args, opts);
    const dataSource = beside.makeEach("configuration", "config", {
      ...common,
      data: { "prometheus.yaml": renderDataSource(args.prometheus.url) },
    });
    const dashboards = beside.makeEach("configuration", "dashboard", {
      ...common,
      data: { "dashboard.yaml": renderProvider(), ...dashboardFiles(args.dashboards) },
    });
    const secrets = beside.make("secrets", {
      ...common,
      hashKey: args.hashKey,
      data: { "admin-password": args.adminPassword },
    }) as Files["secrets"];
    super(
      "Grafana",
      name,
      {
        ...args,
        beside,
        containers: [containerOf(args, { dataSource, dashboards, secrets })],
        user: USER,
        address: { name: `${name}-service`, ports: [{ name: "grafana", port: 80, targetPort: PORT }] },
        exposure: { port: 80, targetPort: PORT, to: args.exposure },
        network: { callers: [], dependencies: [args.prometheus.dependency] },
      },
      opts,
    );
  }
}

interface Files {
  readonly dataSource: Configuration;
  readonly dashboards: Configuration;
  readonly secrets: SecretBundle<"admin-password">;
}

function containerOf(args: GrafanaArgs, { dataSource, dashboards, secrets }: Files): Container {
  const { image, resources, exposure, home } = args;
  return {
    name: "grafana",
    image,
    resources,
    port: PORT,
    environment: {
      ...SETTINGS,
      GF_SECURITY_ADMIN_PASSWORD: fromSecret(secrets, "admin-password"),
      GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: `${DASHBOARDS}/${home}.json`,
      ...(exposure.kind !== "internal" && { GF_SERVER_ROOT_URL: `http://${exposure.host}/` }),
    },
    // Its database is made at the first start, which takes a while on a busy node.
    probes: { readiness: { check: { kind: "http", path: "/api/health", port: PORT }, periodSeconds: 5 } },
    mounts: [
      configurationFile("config", `${PROVISIONING}/datasources/prometheus.yaml`, dataSource, "prometheus.yaml"),
      configurationFiles("dashboards", DASHBOARDS, dashboards),
      scratch("data", "/var/lib/grafana"),
      scratch("log", "/var/log/grafana"),
      scratch("tmp", "/tmp"),
    ],
  };
}

/**
 * Nobody looks without a login, nobody makes an account for himself, and nothing calls home.
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
 */
const SETTINGS = {
  GF_AUTH_ANONYMOUS_ENABLED: "false",
  GF_USERS_ALLOW_SIGN_UP: "false",
  GF_ANALYTICS_REPORTING_ENABLED: "false",
  GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
  GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
  GF_NEWS_NEWS_FEED_ENABLED: "false",
  GF_SECURITY_DISABLE_GRAVATAR: "true",
  // Otherwise it replaces the plugins of its image by newer ones at each start, the Prometheus data source among them,
  // which ends in no data source at all where the root file system is read-only (entigolabs/entigo-infralib#1737).
  GF_PLUGINS_PREINSTALL_DISABLED: "true",
  GF_PLUGINS_PLUGIN_ADMIN_ENABLED: "false",
};

/** @see https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources */
function renderDataSource(url: string): string {
  return stringify({
    apiVersion: 1,
    datasources: [{ name: "Prometheus", ...DATA_SOURCE, url, access: "proxy", isDefault: true, editable: false }],
  });
}

/** @see https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards */
function renderProvider(): string {
  const provider = {
    name: "Example",
    orgId: 1,
    folder: "",
    type: "file",
    editable: true,
    options: { path: DASHBOARDS },
  };
  return stringify({ apiVersion: 1, providers: [provider] });
}

function dashboardFiles(dashboards: Dashboards): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(dashboards).map(([file, dashboard]) => [`${file}.json`, renderDashboard(dashboard)]),
  );
}
