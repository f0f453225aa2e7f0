import { describe, expect, it } from "vitest";
import { lackingKernelOptions } from "./requirements";

describe("a kernel that NetworkPolicies are enforced with", () => {
  const able = [
    "CONFIG_IP_SET_HASH_IP=y",
    "CONFIG_IP_SET_HASH_NET=m",
    "CONFIG_NETFILTER_XT_SET=m",
    "CONFIG_NFT_COMPAT=y",
  ];

  it("has sets of addresses and rules that use them, built in or as modules", () => {
    expect(lackingKernelOptions(able.join("\n"))).toEqual([]);
  });

  it("lacks what its configuration says is not set, or does not name", () => {
    const configuration = [...able.slice(2), "# CONFIG_IP_SET_HASH_IP is not set"].join("\n");
    expect(lackingKernelOptions(configuration)).toEqual(["IP_SET_HASH_IP", "IP_SET_HASH_NET"]);
  });

  it("is taken as able if its configuration can't be read", () => {
    expect(lackingKernelOptions(undefined)).toEqual([]);
  });
});
