import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";
import { commonLabels } from "../base/labels";
import { contentName, secretContentName } from "../base/names";

interface BundleArgs {
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
}

const CONFIGURATION = {
  configmap: k8s.core.v1.ConfigMap,
};

export interface ConfigurationArgs extends BundleArgs, Transformable<typeof CONFIGURATION> {
  /** The whole content. A clear text that every reader of the namespace sees: no secrets. */
  readonly data: Readonly<Record<string, string>>;
}

/**
 * An immutable ConfigMap named `<base>-<8 hex of its content>`. Another content is another ConfigMap: the pods that use it
 * roll, and an undone change finds its old configuration again. The base name is the label `app.kubernetes.io/name`.
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-immutable
 */
export class Configuration extends Component<typeof CONFIGURATION> {
  /** The physical name, with the hash. */
  readonly configMapName: pulumi.Output<string>;
  readonly keys: readonly string[];

  constructor(name: string, args: ConfigurationArgs, opts: pulumi.ComponentResourceOptions) {
    super("workload:Configuration", name, CONFIGURATION, args, opts);
    const configMap = this.make("configmap", {
      metadata: {
        name: contentName(name, args.data),
        namespace: args.namespace,
        labels: commonLabels(name, args.partOf),
      },
      data: args.data,
      immutable: true,
    });
    this.configMapName = configMap.metadata.name;
    this.keys = Object.keys(args.data);
    this.registerOutputs({ configMapName: this.configMapName });
  }
}

const SECRET_BUNDLE = {
  secret: k8s.core.v1.Secret,
};

export interface SecretBundleArgs<Key extends string> extends BundleArgs, Transformable<typeof SECRET_BUNDLE> {
  readonly data: Readonly<Record<Key, pulumi.Input<string>>>;
  /** A secret that keys the hash in the name. Another key is another name, so keep it. */
  readonly hashKey: pulumi.Input<string>;
}

/**
 * An immutable Secret named `<base>-<8 hex of a keyed hash of its content>`; otherwise like {@link Configuration}.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-immutable
 */
export class SecretBundle<Key extends string> extends Component<typeof SECRET_BUNDLE> {
  /** The physical name, with the hash; not itself a secret. */
  readonly secretName: pulumi.Output<string>;
  readonly keys: readonly Key[];

  constructor(name: string, args: SecretBundleArgs<Key>, opts: pulumi.ComponentResourceOptions) {
    super("workload:SecretBundle", name, SECRET_BUNDLE, args, opts);
    const data = pulumi.secret(args.data as Record<string, pulumi.Input<string>>);
    const secret = this.make(
      "secret",
      {
        metadata: {
          // A keyed hash gives nothing away, and a name marked secret could be read in no preview.
          name: pulumi.unsecret(
            pulumi.all([data, args.hashKey]).apply(([content, key]) => secretContentName(name, content, key)),
          ),
          namespace: args.namespace,
          labels: commonLabels(name, args.partOf),
        },
        type: "Opaque",
        stringData: data,
        immutable: true,
      },
      { ...(opts.dependsOn && { dependsOn: opts.dependsOn }) },
    );
    this.secretName = secret.metadata.name;
    this.keys = Object.keys(args.data) as Key[];
    this.registerOutputs({ secretName: this.secretName });
  }
}
