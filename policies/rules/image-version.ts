import type { ResourceValidationPolicy } from "@pulumi/policy";

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
    for (const field of ["initContainers", "containers"]) {
      const containers = at(pod, [field]);
      for (const container of Array.isArray(containers) ? (containers as readonly unknown[]) : []) {
        const image = at(container, ["image"]);
        // In a preview a value may not be known yet; the update itself is judged again.
        if (typeof image === "string" && !namesVersion(image)) {
          report(
            `container ${String(at(container, ["name"]))} has the image "${image}", which names no version. ` +
              `Allowed is a tag other than latest, or a digest: write ${image.split(":")[0] ?? image}:v1.5, for example.`,
          );
        }
      }
    }
  },
};

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
