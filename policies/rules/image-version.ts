import type { ReportViolation, ResourceValidationPolicy } from "@pulumi/policy";

/** Where pods stand in the resources that make them. */
const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  "kubernetes:core/v1:Pod": ["spec"],
  "kubernetes:apps/v1:Deployment": ["spec", "template", "spec"],
  "kubernetes:apps/v1:StatefulSet": ["spec", "template", "spec"],
  "kubernetes:apps/v1:DaemonSet": ["spec", "template", "spec"],
  "kubernetes:batch/v1:Job": ["spec", "template", "spec"],
  "kubernetes:batch/v1:CronJob": ["spec", "jobTemplate", "spec", "template", "spec"],
};

/**
 * An image without a tag, or with `latest`, is another one tomorrow: a rollback can't find what ran, and a new image under
 * the same tag is never rolled out.
 * @see https://kubernetes.io/docs/concepts/containers/images/#image-names
 */
export const imageVersion: ResourceValidationPolicy = {
  name: "image-version",
  description: "Every container's image names a version: a tag other than latest, or a digest.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Name the version: registry/repository:v1.5, or registry/repository@sha256:…",
  url: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
  validateResource: ({ type, props }, report) => {
    const path = POD_SPECS[type];
    const pod = path && at(props, path);
    const containers = ["initContainers", "containers"].flatMap((field) => {
      const list = at(pod, [field]);
      return Array.isArray(list) ? (list as readonly unknown[]) : [];
    });
    judgeAll(containers, report);
  },
};

/**
 * In a preview a value may not be known yet, and reading it throws; the engine then says that the update itself will be
 * judged. The containers beside it are judged already now.
 */
function judgeAll(containers: readonly unknown[], report: ReportViolation): void {
  const [first, ...others] = containers;
  if (containers.length > 0) {
    try {
      judge(first, report);
    } finally {
      judgeAll(others, report);
    }
  }
}

function judge(container: unknown, report: ReportViolation): void {
  const image = at(container, ["image"]);
  if (typeof image === "string" && !namesVersion(image)) {
    report(
      `container ${String(at(container, ["name"]))} has the image "${image}", which names no version. ` +
        `Allowed is a tag other than latest, or a digest: write ${repository(image)}:v1.5, for example.`,
    );
  }
}

/** The image without its tag; a colon before the last slash is the registry's port. */
function repository(image: string): string {
  return image.replace(/:[^/:]*$/, "");
}

function namesVersion(image: string): boolean {
  const name = image.slice(image.lastIndexOf("/") + 1);
  const [, tag] = name.split(":");
  return name.includes("@sha256:") || (tag !== undefined && tag !== "" && tag !== "latest");
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner !== null && typeof inner === "object" ? (inner as Record<string, unknown>)[key] : undefined),
    value,
  );
}
