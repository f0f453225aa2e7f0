import { describe, expect, it } from "vitest";
import { checkResources } from "./resources";

describe("resources", () => {
  it("may ask for as much as they may use", () => {
    const all = { cpu: "100m", memory: "1Gi" } as const;
    expect(checkResources({ requests: all, limits: all })).toEqual([]);
  });

  it("compare memory across units", () => {
    expect(checkResources({ requests: { cpu: "1m", memory: "1000Mi" }, limits: { memory: "1Gi" } })).toEqual([]);
  });

  it("are refused where a request is more than its limit, each by its path", () => {
    const problems = checkResources({
      requests: { cpu: "80m", memory: "1Gi" },
      limits: { cpu: "70m", memory: "1000Mi" },
    });
    expect(problems).toEqual([
      { path: "requests.cpu", message: "80m is more than limits.cpu (70m); lower the request or raise the limit." },
      {
        path: "requests.memory",
        message: "1Gi is more than limits.memory (1000Mi); lower the request or raise the limit.",
      },
    ]);
  });

  it("are refused where an amount is none, each by its path with what is allowed", () => {
    expect(
      checkResources({ requests: { cpu: "0m", memory: "1.5Gi" }, limits: { cpu: "-70m", memory: "0Mi" } }),
    ).toEqual([
      {
        path: "requests.cpu",
        message: '"0m" is not allowed; write thousandths of a core from 1 on, such as "60m".',
      },
      {
        path: "requests.memory",
        message: '"1.5Gi" is not allowed; write a whole number of Mi or Gi from 1 on, such as "128Mi".',
      },
      {
        path: "limits.cpu",
        message: '"-70m" is not allowed; write thousandths of a core from 1 on, such as "60m".',
      },
      {
        path: "limits.memory",
        message: '"0Mi" is not allowed; write a whole number of Mi or Gi from 1 on, such as "128Mi".',
      },
    ]);
  });
});
