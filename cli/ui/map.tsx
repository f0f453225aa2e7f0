import { type Diagram, requestsDiagram, toolsDiagram } from "./diagrams";
import { Drawing } from "./drawing";
import type { Environment } from "./environment";
import type { Link, LinkKind, Topology } from "./topology";

/** What connects to what: pictures, and the same as a table. */
export function Map({ environment: { topology, status } }: { readonly environment: Environment }) {
  return topology === undefined || topology.nodes.length === 0 ? null : (
    <section id="map" aria-labelledby="map-title">
      <h2 id="map-title">Map</h2>
      <Figure id="requests" title="Requests and data" diagram={requestsDiagram(topology, status)} />
      <Figure id="tools" title="Logs and monitoring" diagram={toolsDiagram(topology, status)} />
      <Connections topology={topology} />
    </section>
  );
}

interface FigureProps {
  readonly id: string;
  readonly title: string;
  readonly diagram: Diagram;
}

/** One diagram, drawn for laptops and for phones; the style sheet shows one of them. */
function Figure({ id, title, diagram }: FigureProps) {
  const label = `${title}: ${diagram.boxes.length} parts, ${diagram.arrows.length} connections; the table below has them all`;
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <div id={`${id}-scroll`} class="scroll" tabIndex={0} role="region" aria-label={title}>
        <Drawing id={`${id}-wide`} label={label} diagram={diagram} format="wide" />
        <Drawing id={`${id}-narrow`} label={label} diagram={diagram} format="narrow" />
      </div>
    </figure>
  );
}

const WORDS: Readonly<Record<LinkKind, string>> = {
  requests: "requests from outside",
  calls: "calls",
  data: "data",
  logs: "log lines",
  watches: "metrics and checks",
};

function Connections({ topology: { links } }: { readonly topology: Topology }) {
  return (
    <details id="connections">
      <summary id="connections-summary">All {links.length} connections as a table</summary>
      <div id="connections-scroll" class="scroll" tabIndex={0} role="region" aria-label="Connections">
        <table>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col">What</th>
              <th scope="col">Port</th>
            </tr>
          </thead>
          <tbody>{links.map((link) => Row(link))}</tbody>
        </table>
      </div>
    </details>
  );
}

function Row({ from, to, kind, port, minimum }: Link) {
  return (
    <tr key={`${from} ${to}`}>
      <td>{from}</td>
      <td>{to}</td>
      <td>
        {WORDS[kind]}
        {minimum !== undefined && `, needs ${minimum}`}
      </td>
      <td>{port ?? ""}</td>
    </tr>
  );
}
