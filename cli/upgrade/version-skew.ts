import { fitsKubernetes, kubernetesMinor, MAY_LAG } from "../../components/cluster/kubernetes-versions";
import { counted, failure, type Finding, note, ok, some } from "./finding";

export interface NodeVersion {
  readonly name: string;
  /** As the node itself writes it: `v1.35.3-eks-3abbec1`. */
  readonly kubelet: string;
}

/** Of a whole version the minor one, `1.35` of `v1.35.4-eks-3abbec1`. */
export function minorOf(version: string): string {
  return `1.${kubernetesMinor(version)}`;
}

/**
 * Whether the control plane can go there in one step, and whether its nodes can stay with it.
 * @param current the control plane's version now: `1.35`
 * @param target the version to go to: `1.36`
 */
export function judgeSkew(current: string, target: string, nodes: readonly NodeVersion[]): readonly Finding[] {
  return [judgeStep(current, target), ...judgeNodes(current, target, nodes)];
}

function judgeStep(current: string, target: string): Finding {
  const minors = kubernetesMinor(target) - kubernetesMinor(current);
  if (minors === 0) {
    return ok(`the control plane has ${target} already`);
  }
  return minors === 1
    ? ok(`from ${current} to ${target} is one minor version`)
    : failure(
        `from ${current} to ${target} are ${minors} minor versions, and a control plane goes up one at a time; ` +
          `go to 1.${kubernetesMinor(current) + 1} first.`,
      );
}

/** A kubelet that is none of Kubernetes, such as that of a simulated node, has no minor. */
const OF_KUBERNETES = /^v1\.\d+\.\d+/;

function judgeNodes(current: string, target: string, nodes: readonly NodeVersion[]): readonly Finding[] {
  if (nodes.length === 0) {
    return [note("there is no node whose kubelet could be too old")];
  }
  const real = nodes.filter(({ kubelet }) => OF_KUBERNETES.test(kubelet));
  const others = nodes.filter(({ kubelet }) => !OF_KUBERNETES.test(kubelet));
  const minors = [...new Set(real.map(({ kubelet }) => minorOf(kubelet)))].sort();
  const having = (minor: string) => real.filter(({ kubelet }) => minorOf(kubelet) === minor);
  return [
    ...minors.map((minor) => judgeKubelets(minor, having(minor), current, target)),
    ...(others.length === 0 ? [] : [judgeOthers(others)]),
  ];
}

function judgeKubelets(minor: string, nodes: readonly NodeVersion[], current: string, target: string): Finding {
  const who = `${counted(nodes.length, "node")} with kubelet ${minor} (${some(nodes.map(({ name }) => name))})`;
  if (kubernetesMinor(minor) > kubernetesMinor(current)) {
    return failure(`${who} may never be newer than the control plane, which has ${current}; replace them.`);
  }
  if (!fitsKubernetes(minor, target)) {
    return failure(
      `${who} would be more than ${MAY_LAG} minor versions older than ${target}; bring them to ${current} first.`,
    );
  }
  return minor === current || minor === target
    ? ok(who)
    : note(`${who} may stay, yet the control plane has ${current}: finish the last upgrade first`);
}

function judgeOthers(nodes: readonly NodeVersion[]): Finding {
  const versions = [...new Set(nodes.map(({ kubelet }) => kubelet))];
  return note(
    `${counted(nodes.length, "node")} not judged, since ${some(versions)} is no version of Kubernetes (simulated nodes)`,
  );
}
