import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";
import { commonLabels } from "../base/labels";
import { contentName, secretContentName } from "../base/names";

interface BundleArgs {
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
}

export interface ConfigurationArgs extends BundleArgs {
  /** The whole content. A clear text that every reader of the namespace sees: no secrets. */
  readonly data: Readonly<Record<string, string>>;
}

/**
 * An immutable ConfigMap named `<base>-<8 hex of its content>`. Another content is another ConfigMap: the pods that use it
 * roll, and an undone change finds its old configuration again. The base name is the label `app.kubernetes.io/name`.
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-immutable
 */
export class Configuration extends Component {
  /** The physical name, with the hash. */
  readonly configMapName: pulumi.Output<string>;
  readonly keys: readonly string[];
  readonly nodes: { readonly configMap: k8s.core.v1.ConfigMap };

  constructor(name: string, args: ConfigurationArgs, opts: pulumi.ComponentResourceOptions) {
    super("workload:Configuration", name, opts);
    const configMap = new k8s.core.v1.ConfigMap(
      this.child("configmap"),
      {
        metadata: {
          name: contentName(name, args.data),
          namespace: args.namespace,
          labels: commonLabels(name, args.partOf),
        },
        data: args.data,
        immutable: true,
      },
      this.childOptions(),
    );
    this.configMapName = configMap.metadata.name;
    this.keys = Object.keys(args.data);
    this.nodes = { configMap };
    this.registerOutputs({ configMapName: this.configMapName });
  }
}

export interface SecretBundleArgs<Key extends string> extends BundleArgs {
  readonly data: Readonly<Record<Key, pulumi.Input<string>>>;
  /** A secret that keys the hash in the name. Another key is another name, so keep it. */
  readonly hashKey: pulumi.Input<string>;
}

/**
 * An immutable Secret named `<base>-<8 hex of a keyed hash of its content>`; otherwise like {@link Configuration}.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-immutable
 */
export class SecretBundle<Key extends string> extends Component {
  /** The physical name, with the hash; not itself a secret. */
  readonly secretName: pulumi.Output<string>;
  readonly keys: readonly Key[];
  readonly nodes: { readonly secret: k8s.core.v1.Secret };

  constructor(name: string, args: SecretBundleArgs<Key>, opts: pulumi.ComponentResourceOptions) {
    super("workload:SecretBundle", name, opts);
    const data = pulumi.secret(args.data as Record<string, pulumi.Input<string>>);
    const secret = new k8s.core.v1.Secret(
      this.child("secret"),
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
      this.childOptions({ ...(opts.dependsOn && { dependsOn: opts.dependsOn }) }),
    );
    this.secretName = secret.metadata.name;
    this.keys = Object.keys(args.data) as Key[];
    this.nodes = { secret };
    this.registerOutputs({ secretName: this.secretName });
  }
}
