import {
  checkAddonVersions,
  fitsKubernetes,
  kubernetesMinor,
  MAY_LAG,
} from "../../components/cluster/kubernetes-versions";
import { failure, type Finding, note, ok } from "./finding";
import { minorOf } from "./version-skew";

export interface AddonQuestion {
  /** The control plane's version now: `1.35`. */
  readonly current: string;
  /** The version to go to: `1.36`. */
  readonly target: string;
  /** The version of kube-proxy that runs: `v1.35.3-eksbuild.29`. @default - none runs */
  readonly kubeProxy?: string;
  /** The add-ons that come with the upgrade on EKS: those of versions.json. @default - it is not on EKS */
  readonly committed?: Readonly<Record<string, string>>;
}

/** Whether add-ons fit, as far as their versions alone say so: kube-proxy's is Kubernetes' own. */
export function judgeAddons({ current, target, kubeProxy, committed }: AddonQuestion): readonly Finding[] {
  return [
    kubeProxy === undefined ? ok("no kube-proxy runs as a DaemonSet") : judgeRunning(kubeProxy, current, target),
    ...(committed === undefined ? [] : judgeCommitted(committed, target)),
  ];
}

function judgeRunning(kubeProxy: string, current: string, target: string): Finding {
  if (!/^v1\.\d+\./.test(kubeProxy)) {
    return note(`kube-proxy not judged, since its image's tag ${kubeProxy} is no version of Kubernetes`);
  }
  if (kubernetesMinor(kubeProxy) > kubernetesMinor(current)) {
    return failure(`kube-proxy ${kubeProxy} may not be newer than the control plane, which has ${current}.`);
  }
  return fitsKubernetes(kubeProxy, target)
    ? ok(`kube-proxy ${kubeProxy} runs, and may stay until ${target} is there`)
    : failure(
        `kube-proxy ${kubeProxy} would be more than ${MAY_LAG} minor versions older than ${target}; ` +
          `bring it to ${current} first.`,
      );
}

function judgeCommitted(committed: Readonly<Record<string, string>>, target: string): readonly Finding[] {
  const problems = checkAddonVersions(target, committed);
  return [
    ...problems.map(({ path, message }) => failure(`versions.json.eksAddons.${path}: ${message}`)),
    ...(problems.length > 0 ? [] : judgeFitting(committed["kube-proxy"], target)),
    note(
      `which versions of the others fit, only AWS knows: ` +
        `aws eks describe-addon-versions --kubernetes-version ${target} --addon-name coredns`,
    ),
  ];
}

function judgeFitting(kubeProxy: string | undefined, target: string): readonly Finding[] {
  if (kubeProxy === undefined) {
    return [note("versions.json.eksAddons names no kube-proxy")];
  }
  return [
    minorOf(kubeProxy) === target
      ? ok(`versions.json.eksAddons: kube-proxy ${kubeProxy} is for ${target}`)
      : note(
          `versions.json.eksAddons: kube-proxy ${kubeProxy} fits ${target}, and is yet to be raised to one that starts ` +
            `with v${target}.`,
        ),
  ];
}
