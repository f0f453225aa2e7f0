import { describe, expect, it } from "vitest";
import { checkProbes, renderProbe } from "./probes";

describe("a probe", () => {
  it.each([
    [
      { check: { kind: "exec", command: ["curl", "http://localhost:8000/"] }, periodSeconds: 30 } as const,
      { exec: { command: ["curl", "http://localhost:8000/"] }, periodSeconds: 30 },
    ],
    [
      { check: { kind: "http", path: "/admin/version/", port: 8000 } } as const,
      { httpGet: { path: "/admin/version/", port: 8000 } },
    ],
    [
      { check: { kind: "tcp", port: 5432 }, initialDelaySeconds: 5 } as const,
      { tcpSocket: { port: 5432 }, initialDelaySeconds: 5 },
    ],
  ])("has its timing beside its check, not inside: %j", (probe, rendered) => {
    expect(renderProbe(probe)).toEqual(rendered);
  });
});

describe("the timing of probes", () => {
  const check = { kind: "tcp", port: 5432 } as const;

  it("may be left out, or be the least that Kubernetes takes", () => {
    const least = { initialDelaySeconds: 0, periodSeconds: 1, failureThreshold: 1 };
    expect(checkProbes({ readiness: { check }, liveness: { check, ...least } })).toEqual([]);
  });

  it("is refused where Kubernetes would not take it, each field by its path with what is allowed", () => {
    const problems = checkProbes({
      readiness: { check, periodSeconds: 0 },
      liveness: { check, initialDelaySeconds: -1, failureThreshold: 1.5 },
    });
    expect(problems).toEqual([
      { path: "readiness.periodSeconds", message: "0 is not allowed; write a whole number from 1 on." },
      { path: "liveness.initialDelaySeconds", message: "-1 is not allowed; write a whole number from 0 on." },
      { path: "liveness.failureThreshold", message: "1.5 is not allowed; write a whole number from 1 on." },
    ]);
  });
});
