import { describe, expect, it } from "vitest";

import type { JsonObject } from "../wire/json";
import { importedInputs, liveInputs } from "./live";
import { inputsIn, markLike, outputsOf } from "./outputs";
import { sameQuantity } from "./quantity";
import { secret } from "../wire/values";

describe("outputs", () => {
  it("are secret at the paths where the inputs are", () => {
    const model: JsonObject = { env: [{ name: "A", value: secret("x") }, { name: "B" }] };
    const live: JsonObject = {
      env: [
        { name: "A", value: "x" },
        { name: "B", value: "y" },
      ],
    };
    expect(markLike(live, model)).toEqual({
      env: [
        { name: "A", value: secret("x") },
        { name: "B", value: "y" },
      ],
    });
  });

  it("are secret as a whole list when the elements cannot be matched", () => {
    const model: JsonObject = { env: [{ name: "A", value: secret("x") }] };
    const live: JsonObject = {
      env: [
        { name: "injected", value: "x" },
        { name: "A", value: "x" },
      ],
    };
    expect(markLike(live, model)).toEqual({ env: secret(live.env ?? null) });
  });

  it("are secret wherever the server repeats a secret text", () => {
    const outputs = outputsOf({ status: { echo: "hunter2" } }, { spec: { password: secret("hunter2") } }, "m");
    expect(outputs.status).toEqual({ echo: secret("hunter2") });
  });

  it("drop managedFields and keep the inputs for the other provider", () => {
    const live: JsonObject = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "x", managedFields: [{ manager: "m" }] },
    };
    const inputs = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" } };
    const outputs = outputsOf(live, inputs, "m");
    expect(outputs.metadata).toEqual({ name: "x" });
    expect(inputsIn(outputs)).toEqual(inputs);
  });
});

describe("inputs read back", () => {
  it("have the program's fields with the server's values", () => {
    const live: JsonObject = {
      spec: { replicas: 3, added: true, containers: [{ name: "sidecar" }, { name: "web", image: "b", extra: 1 }] },
    };
    const inputs = { spec: { replicas: 1, containers: [{ name: "web", image: "a" }] } };
    expect(liveInputs(live, inputs)).toEqual({ spec: { replicas: 3, containers: [{ name: "web", image: "b" }] } });
  });

  it("lose what somebody removed", () => {
    expect(liveInputs({ data: {} }, { data: { a: "1" } })).toEqual({ data: {} });
  });

  it("read a Secret's stringData from its data", () => {
    const live: JsonObject = { kind: "Secret", data: { a: Buffer.from("one").toString("base64") } };
    expect(liveInputs(live, { kind: "Secret", stringData: { a: "zero" } })).toEqual({
      kind: "Secret",
      stringData: { a: "one" },
    });
  });

  it("keep the program's spelling of a quantity", () => {
    expect(liveInputs({ cpu: "1", memory: "512Mi" }, { cpu: "1000m", memory: "1Gi" })).toEqual({
      cpu: "1000m",
      memory: "512Mi",
    });
    expect(sameQuantity("0.5Gi", "512Mi")).toBe(true);
    expect(sameQuantity("1k", "1Ki")).toBe(false);
    expect(sameQuantity("latest", "latest")).toBe(false);
  });

  it("of an import have nothing that the server alone decides", () => {
    const live: JsonObject = {
      kind: "ConfigMap",
      metadata: { name: "x", uid: "1", resourceVersion: "2" },
      data: {},
      status: {},
    };
    expect(importedInputs(live)).toEqual({ kind: "ConfigMap", metadata: { name: "x" }, data: {} });
  });
});
