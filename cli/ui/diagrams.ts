import type { EnvironmentStatus } from "../status/environment-status";
import type { LinkKind, Topology, TopologyNode } from "./topology";

/** A part of a topology, to be drawn. */
export interface Diagram {
  readonly boxes: readonly DiagramBox[];
  readonly arrows: readonly DiagramArrow[];
}

export interface DiagramBox {
  readonly id: string;
  readonly group: TopologyNode["group"];
  /** What runs in it: `v3.7, 2/2 ready`. @default - undefined: nobody knows, or nothing does */
  readonly detail: string | undefined;
  readonly state: "ready" | "not ready" | "unknown";
}

export interface DiagramArrow {
  readonly from: string;
  readonly to: string;
  readonly kind: LinkKind;
  /** @default - undefined: none */
  readonly label: string | undefined;
}

/** The ways of a request: hosts, services and their databases. */
export function requestsDiagram({ nodes, links }: Topology, status: EnvironmentStatus | undefined): Diagram {
  const services = nodes.filter(({ group }) => group === "services").map(({ name }) => name);
  const shown = nodes.filter(
    ({ name, group }) =>
      group === "services" ||
      group === "databases" ||
      links.some(({ from, to, kind }) => kind === "requests" && from === name && services.includes(to)),
  );
  return diagramOf({ nodes: shown, links }, (node) => boxOf(node, status));
}

/** All services and databases as one box of the diagram of the tools. */
const WATCHED = "services";

/** What watches over the services: tools, and the services as one. */
export function toolsDiagram({ nodes, links }: Topology, status: EnvironmentStatus | undefined): Diagram {
  const tools = nodes.filter(({ group }) => group === "tools");
  const isTool = (name: string) => tools.some((tool) => tool.name === name);
  const asOne = (name: string) => (isTool(name) ? name : WATCHED);
  const merged = links
    .filter(({ kind }) => kind === "watches" || kind === "logs")
    .map((link) => ({ ...link, from: asOne(link.from), to: asOne(link.to) }));
  const unique = [...new Map(merged.map((link) => [`${link.from} ${link.to}`, link])).values()];
  const services: TopologyNode = { name: WATCHED, group: "services" };
  return diagramOf({ nodes: [...tools, services], links: unique }, (node) =>
    node === services ? servicesBox(nodes, status) : boxOf(node, status),
  );
}

function diagramOf({ nodes, links }: Topology, box: (node: TopologyNode) => DiagramBox): Diagram {
  const names = nodes.map(({ name }) => name);
  return {
    boxes: nodes.map(box),
    arrows: links
      .filter(({ from, to }) => names.includes(from) && names.includes(to))
      .map(({ from, to, kind, minimum }) => ({ from, to, kind, label: minimum && `≥ ${minimum}` })),
  };
}

function boxOf({ name, group }: TopologyNode, status: EnvironmentStatus | undefined): DiagramBox {
  return { id: name, group, ...insideOf([name], status) };
}

function servicesBox(nodes: readonly TopologyNode[], status: EnvironmentStatus | undefined): DiagramBox {
  const names = nodes.filter(({ group }) => group === "services").map(({ name }) => name);
  const { state } = insideOf(names, status);
  const ready = names.filter((name) => insideOf([name], status).state === "ready");
  const detail = state === "unknown" ? undefined : `${ready.length} of ${names.length} ready`;
  return { id: WATCHED, group: "services", detail, state };
}

/** What runs of some apps. */
function insideOf(
  apps: readonly string[],
  status: EnvironmentStatus | undefined,
): Pick<DiagramBox, "detail" | "state"> {
  const workloads = status?.workloads.filter(({ app }) => apps.includes(app)) ?? [];
  if (workloads.length === 0) {
    return { detail: undefined, state: "unknown" };
  }
  const versions = [...new Set(workloads.flatMap(({ version }) => version ?? []))].sort();
  const sum = (field: "ready" | "replicas") => workloads.reduce((total, workload) => total + workload[field], 0);
  const isReady = workloads.every(({ state }) => state === "ready");
  return {
    detail: [versions.join(" + "), `${sum("ready")}/${sum("replicas")} ready`]
      .filter((text) => text !== "")
      .join(" · "),
    state: isReady ? "ready" : "not ready",
  };
}
