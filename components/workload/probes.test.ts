import { describe, expect, it } from "vitest";
import { renderProbe } from "./probes";

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
