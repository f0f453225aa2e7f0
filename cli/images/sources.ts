import versions from "../../versions.json";

/** Where the image of one of others' programs comes from (docs/decisions/0031-image-sources.md). */
export type ImageSource =
  /** A public registry: the very content of a digest, whatever its tag says later. */
  | { readonly kind: "copied"; readonly from: string; readonly digest: `sha256:${string}` }
  /** Packed here, of packages whose versions are fixed. */
  | { readonly kind: "packed"; readonly of: string };

/**
 * The source of every image that is not the application's, by the name of its version in versions.json. A digest is that of
 * the image for all systems: compare it with what the registry shows for the tag before you raise a version
 * (`crane digest docker.io/grafana/grafana:13.1.3`).
 */
export const IMAGE_SOURCES: Readonly<Record<Exclude<keyof typeof versions.images, "haproxy">, ImageSource>> = {
  prometheus: {
    kind: "copied",
    from: `docker.io/prom/prometheus:v${versions.images.prometheus}`,
    digest: "sha256:efd719c99d83b060d9daefdcf00360461adf279f45ef5391f8d111892118753e",
  },
  grafana: {
    kind: "copied",
    from: `docker.io/grafana/grafana:${versions.images.grafana}`,
    digest: "sha256:ab5cb380e3ff3172d6c8bd2e7cfd31cce977d2881b260e1f5bc089bf0b759b43",
  },
  kubeStateMetrics: {
    kind: "copied",
    from: `registry.k8s.io/kube-state-metrics/kube-state-metrics:v${versions.images.kubeStateMetrics}`,
    digest: "sha256:db384bf43222b066c378e77027a675d4cd9911107adba46c2922b3a55e10d6fb",
  },
  logCollector: {
    kind: "copied",
    from: `docker.io/otel/opentelemetry-collector-contrib:${versions.images.logCollector}`,
    digest: "sha256:4935caa35e9a4cb387e35732e8fb22b2b5759af8d12e7043357f03837f6e8df5",
  },
  alertmanager: { kind: "packed", of: "Debian's package prometheus-alertmanager" },
  blackboxExporter: { kind: "packed", of: "Debian's package prometheus-blackbox-exporter" },
  rsyslog: { kind: "packed", of: "Debian's package rsyslog" },
  mtail: { kind: "packed", of: "Debian's package mtail" },
  frontail: { kind: "packed", of: "npm's package frontail" },
  postgres: { kind: "packed", of: "Debian's package postgresql-15" },
};
