import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** @see https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/ */
const FIELD_MANAGER = "pulumi.com/patchFieldManager";

/**
 * Gives each Kubernetes object of a stack the same field manager in every run. The plugin chooses one by chance for each
 * resource that its state does not know. So after a run that was killed while it created an object, the next one met fields
 * of a manager that no state knows: a conflict that only a person could solve. Another stack, or another resource, has
 * another manager, and stays refused.
 * @param stack whose objects they are
 */
export function lastingFieldManagers(stack: string): pulumi.ResourceTransformation {
  return ({ type, name, props, opts }) => {
    if (!type.startsWith("kubernetes:") || props.metadata === undefined) {
      return undefined;
    }
    const annotation = { [FIELD_MANAGER]: fieldManager(stack, type, name) };
    return { props: { ...props, metadata: annotated(props.metadata as Metadata, annotation) }, opts };
  };
}

/** As the plugin calls itself, but with digits that are always the same. */
export function fieldManager(stack: string, type: string, name: string): string {
  const digits = createHash("sha256").update(`${stack} ${type} ${name}`).digest("hex").slice(0, 8);
  return `pulumi-kubernetes-${digits}`;
}

type Annotations = Readonly<Record<string, pulumi.Input<string>>>;
type Metadata = pulumi.Input<{ readonly annotations?: pulumi.Input<Annotations> }>;

/** A part that is known stays so: only what is an Output already becomes another one. */
function annotated(metadata: Metadata, annotation: Annotations): Metadata {
  return mapped(metadata, (plain) => ({
    ...plain,
    annotations: mapped(plain.annotations ?? {}, (given) => ({ ...given, ...annotation })),
  }));
}

function mapped<T>(input: pulumi.Input<T>, change: (plain: T) => T): pulumi.Input<T> {
  return pulumi.Output.isInstance(input) || input instanceof Promise
    ? pulumi.output(input).apply((plain) => change(plain as T))
    : change(input);
}
