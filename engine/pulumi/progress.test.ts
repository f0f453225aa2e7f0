import type { EngineEvent } from "@pulumi/pulumi/automation";
import { describe, expect, it } from "vitest";
import { Progress } from "./progress";

const URN = "urn:pulumi:local::thoughts::kubernetes:apps/v1:Deployment::frontend-deployment";

/** What is known of a run after some events. */
function after(...events: readonly object[]): Progress {
  const progress = new Progress();
  events.forEach((event) => {
    progress.onEvent(event as EngineEvent);
  });
  progress.demandWhole();
  return progress;
}

describe("what is seen of a run", () => {
  const violation = { resourceUrn: URN, policyName: "image-version", message: "<{%fg 1%}>no version<{%reset%}>\n" };

  it("has what rules of the policy pack say, and of what", () => {
    const events = ["advisory", "mandatory"].map((enforcementLevel) => ({
      policyEvent: { ...violation, enforcementLevel },
    }));
    const { violations } = after(...events);
    expect(violations).toEqual([
      { policy: "image-version", level: "advisory", resource: "frontend-deployment", message: "no version" },
      { policy: "image-version", level: "mandatory", resource: "frontend-deployment", message: "no version" },
    ]);
  });

  it("has a rule that is mandatory among the causes of a failure, and no other", () => {
    const of = (enforcementLevel: string) => after({ policyEvent: { ...violation, enforcementLevel } }).causes();
    expect(of("mandatory")).toEqual(["image-version: no version"]);
    expect(of("advisory")).toEqual([]);
  });

  it("has a rule that could not be asked apart from those that say something", () => {
    const message =
      "can't run policy 'image-version' from policy pack 'thoughts@v0.1.0' during preview: string value at .image can't be known";
    const { violations, unjudged } = after({ policyEvent: { ...violation, message, enforcementLevel: "advisory" } });
    expect(violations).toEqual([]);
    expect(unjudged).toMatchObject([{ policy: "image-version", resource: "frontend-deployment" }]);
  });

  it("has warnings apart from errors", () => {
    const progress = after(
      { diagnosticEvent: { severity: "warning", message: "soon over" } },
      { diagnosticEvent: { severity: "error", message: "broken" } },
    );
    expect(progress.warnings).toEqual(["soon over"]);
    expect(progress.causes()).toEqual(["broken"]);
  });

  it("has the outputs of the stack that will be others", () => {
    const metadata = {
      type: "pulumi:pulumi:Stack",
      urn: "x",
      old: { outputs: { url: "a", n: 1 } },
      new: { outputs: { url: "b", n: 1 } },
    };
    expect(after({ resOutputsEvent: { metadata } }).outputChanges).toEqual([
      { path: ["url"], before: "a", after: "b" },
    ]);
    expect(after({ resOutputsEvent: { metadata: { ...metadata, new: metadata.old } } }).outputChanges).toEqual([]);
  });
});
