import { describe, expect, it } from "vitest";
import { Pace } from "./pace";

const STACK = "urn:pulumi:local::thoughts::pulumi:pulumi:Stack::thoughts-local";
const FRONTEND = "urn:pulumi:local::thoughts::thoughts:workload:Service::frontend";
const urn = (name: string) => `urn:pulumi:local::thoughts::kubernetes:apps/v1:Deployment::${name}`;

function begun(pace: Pace, name: string, parent = STACK): void {
  pace.begin(urn(name), { type: "kubernetes:apps/v1:Deployment", parent });
}

describe("how far a run of the engine is", () => {
  it("is loading until a resource is at work", () => {
    expect(new Pace().line()).toBe("loading the program");
  });

  it("is the steps that are done, of those that a preview has counted or that have begun since", () => {
    const pace = new Pace(3);
    begun(pace, "namespace");
    pace.end(urn("namespace"));
    expect(pace.line()).toBe("1/3");
    ["a", "b", "c"].forEach((name) => begun(pace, name));
    ["a", "b", "c"].forEach((name) => pace.end(urn(name)));
    expect(pace.line()).toBe("4/4");
  });

  it("names the components that it waits for, each once, and that of which most is missing first", () => {
    const pace = new Pace();
    pace.begin(FRONTEND, { type: "thoughts:workload:Service", parent: STACK });
    begun(pace, "rsyslog");
    begun(pace, "frontend-deployment", FRONTEND);
    begun(pace, "frontend-ingress", FRONTEND);
    expect(pace.line()).toBe("0/4; waiting for frontend, rsyslog");
    ["one", "two", "three"].forEach((name) => begun(pace, name));
    expect(pace.line()).toBe("0/7; waiting for frontend, rsyslog, one and 2 more");
  });

  it("says how many have failed, and waits for them no longer", () => {
    const pace = new Pace();
    begun(pace, "rsyslog");
    pace.fail(urn("rsyslog"));
    expect(pace.line()).toBe("0/1, 1 failed");
  });
});
