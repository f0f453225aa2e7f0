import { readFileSync } from "node:fs";
import { version } from "@pulumi/eks/package.json";
import type { ComponentResourceOptions, Inputs } from "@pulumi/pulumi";
import type { ConstructResult, Provider as PluginProvider } from "@pulumi/pulumi/provider";
import { CLUSTER, Cluster } from "./cluster";

/** What the engine asks of a provider that has components only. */
export class Provider implements PluginProvider {
  readonly version = version;
  readonly #kubeconfig: string;
  readonly #signsIn: boolean;

  /**
   * @param kubeconfig the file with the kubeconfig of an administrator
   * @param signsIn whether clusters give one that signs in by AWS's command line instead
   */
  constructor(kubeconfig: string, signsIn: boolean) {
    this.#kubeconfig = kubeconfig;
    this.#signsIn = signsIn;
  }

  construct(name: string, type: string, inputs: Inputs, options: ComponentResourceOptions): Promise<ConstructResult> {
    if (type !== CLUSTER) {
      throw new Error(
        `${type} is not known to the stand-in for EKS, so it can't be rehearsed; it knows ${CLUSTER}. ` +
          "Add it under sandbox/providers/eks/.",
      );
    }
    const kubeconfig = readFileSync(this.#kubeconfig, "utf8");
    const cluster = new Cluster(name, { inputs, kubeconfig, signsIn: this.#signsIn }, options);
    return Promise.resolve({ urn: cluster.urn, state: cluster.state });
  }

  call(token: string): Promise<never> {
    throw new Error(`${token} is not known to the stand-in for EKS, so it can't be rehearsed.`);
  }
}
