import { comingVersion } from "../../infra/service-settings";
import { databaseOf, definitionOf, BACKENDS, SERVICES } from "../../infra/system";
import { TOOL_REPOSITORIES, type ToolName, TOOLS_REPOSITORY } from "../../infra/registry/repositories";
import versions from "../../versions.json";
import type { AccountEnvironment } from "../account/environment";
import { IMAGE_SOURCES, type ImageSource } from "./sources";

/** An image that an environment's pods pull. */
export interface NeededImage {
  readonly repository: string;
  readonly tag: string;
  /** What the environment demands that the tag is. @default - undefined: whatever it is */
  readonly digest?: string | undefined;
  readonly source:
    | ImageSource
    /** Of this repository, packed here as everywhere: the services, and what gives them access to databases. */
    | { readonly kind: "packed"; readonly of: string }
    /** What was tested in another environment, from its registry. */
    | { readonly kind: "promoted"; readonly from: string };
}

/**
 * Every image that an environment in an account of its own pulls from its own registry.
 * @param testedIn what names of images start with in the environment that those of services are promoted from. @default - none: they are packed here
 */
export function neededImages(environment: AccountEnvironment, testedIn?: string): readonly NeededImage[] {
  return [...serviceImages(environment, testedIn), ...databaseImages(environment), ...toolImages(environment)];
}

/** What runs, and what is coming. */
function serviceImages({ services }: AccountEnvironment, testedIn: string | undefined): readonly NeededImage[] {
  return SERVICES.flatMap((name) => {
    const { repository } = definitionOf(name);
    const [now, next] = [services[name].image, comingVersion(services[name])];
    return (now.tag === next.tag ? [now] : [now, next]).map(({ tag, digest }) => ({
      repository,
      tag,
      digest,
      source:
        testedIn === undefined
          ? { kind: "packed" as const, of: `app/, as ${name}` }
          : {
              kind: "promoted" as const,
              from: `${testedIn}/${repository}${digest === undefined ? `:${tag}` : `@${digest}`}`,
            },
    }));
  });
}

/** What makes users of databases in RDS; and PostgreSQL, for databases in the cluster: demos have theirs there. */
function databaseImages({ platform }: AccountEnvironment): readonly NeededImage[] {
  const isInCluster = platform.database.kind !== "rds";
  const tools: readonly NeededImage[] = isInCluster
    ? []
    : [{ repository: TOOLS_REPOSITORY, tag: versions.databaseTools, source: { kind: "packed", of: "app/database" } }];
  const servers = isInCluster || platform.isShared ? BACKENDS : [];
  return [
    ...tools,
    ...servers.map((name) => ({
      repository: databaseOf(name).repository,
      tag: versions.images.postgres,
      source: IMAGE_SOURCES.postgres,
    })),
  ];
}

function toolImages({ observability, logs }: AccountEnvironment): readonly NeededImage[] {
  return (Object.keys(TOOL_REPOSITORIES) as ToolName[])
    .filter((name) => name !== "grafana" || observability.dashboards.kind === "grafana")
    .filter((name) => name !== "logCollector" || logs.to === "cloudwatch")
    .map((name) => {
      const source = IMAGE_SOURCES[name];
      return {
        repository: TOOL_REPOSITORIES[name],
        tag: versions.images[name],
        ...(source.kind === "copied" && { digest: source.digest }),
        source,
      };
    });
}
