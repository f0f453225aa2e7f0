import { describe, expect, it } from "vitest";

import { dashed, plain, underscored } from "./spelling";

describe("schema extensions", () => {
  it("have dashes for the server and underscores for the SDK", () => {
    const sdk = { a: [{ x_kubernetes_list_map_keys: ["x_kubernetes_list_type"] }] };
    const server = { a: [{ "x-kubernetes-list-map-keys": ["x_kubernetes_list_type"] }] };
    expect(dashed(sdk)).toEqual(server);
    expect(underscored(server)).toEqual(sdk);
  });

  it("leave other keys as they are", () => {
    expect(plain({ data: { my_key: "1", "my-key": "2", gone: null } })).toEqual({
      data: { my_key: "1", "my-key": "2" },
    });
  });
});
