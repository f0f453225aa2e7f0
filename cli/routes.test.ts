import { describe, expect, it } from "vitest";
import type { Kubectl } from "./kubectl";
import { awaitRoutes } from "./routes";

/** As a pod of skipper tells it. */
const FRONTEND = [
  { id: "kube__healthz_up", predicates: [{ name: "Path", args: ["/kube-system/healthz"] }] },
  {
    id: "kube_example__frontend",
    predicates: [{ name: "Host", args: ["^(frontend[.]example[.]local[.]?(:[0-9]+)?)$"] }],
  },
];

/** A cluster of two pods, each of which says the next of its answers, and the last one again. */
function cluster(answers: Readonly<Record<string, readonly (readonly unknown[])[]>>): {
  kubectl: Kubectl;
  asked: string[];
} {
  const asked: string[] = [];
  const kubectl: Kubectl = (...args) => {
    const pod = /pods\/http:(\w+-\d):9911\/proxy\/routes$/.exec(args.at(-1) ?? "")?.[1];
    if (pod === undefined) {
      return Promise.resolve(Object.keys(answers).join(" "));
    }
    const turn = asked.filter((name) => name === pod).length;
    asked.push(pod);
    const said = answers[pod] ?? [];
    return Promise.resolve(JSON.stringify(said[Math.min(turn, said.length - 1)]));
  };
  return { kubectl, asked };
}

describe("a host of a new Ingress", () => {
  it("is waited for until each pod of skipper has a route for it", async () => {
    const { kubectl, asked } = cluster({ "skipper-1": [FRONTEND], "skipper-2": [[], [], FRONTEND] });
    await awaitRoutes(kubectl, ["frontend.example.local"]);
    expect(asked.filter((pod) => pod === "skipper-2")).toHaveLength(3);
  });

  it("is not taken for another one whose name is longer", async () => {
    const { kubectl } = cluster({ "skipper-1": [FRONTEND] });
    const early = { milliseconds: 0 };
    await expect(awaitRoutes(kubectl, ["frontend.example.local", "end.example.local"], early)).rejects.toThrow(
      /^end\.example\.local can't be reached/,
    );
  });
});
