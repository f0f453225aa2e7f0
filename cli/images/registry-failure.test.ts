import { describe, expect, it } from "vitest";
import { failureOf } from "./registry-failure";

const IMAGE = "https://127.0.0.1:5000/v2/thoughts/frontend/manifests";

describe("what a registry's program said last", () => {
  it.each([
    ["absent", `Error: HEAD ${IMAGE}/v1: unexpected status code 404 Not Found (HEAD responses have no body, use GET)`],
    ["absent", `Error: GET ${IMAGE}/v1: MANIFEST_UNKNOWN: manifest unknown`],
    ["absent", `Error: GET ${IMAGE}/v1: multiple errors returned: UNKNOWN: x; NAME_UNKNOWN: no such repository`],
    ["absent", "failed to get manifest 127.0.0.1:5000/frontend:v1: request failed: not found [http 404]"],
    ["refused", `Error: GET ${IMAGE}/v1: unexpected status code 403 Forbidden`],
    ["refused", `Error: GET ${IMAGE}/v1: DENIED: not authorized`],
    ["refused", "failed to get manifest 127.0.0.1:5000/frontend:v1: request failed: unauthorized [http 401]"],
    ["passes", `Error: PUT ${IMAGE}/v1: unexpected status code 503 Service Unavailable: try later`],
    ["passes", `Error: GET ${IMAGE}/v1: TOOMANYREQUESTS: rate exceeded`],
    ["passes", "request failed: unexpected http status code: Internal Server Error [http 500]"],
    ["passes", `Error: Get "${IMAGE}/v1": EOF`],
    ["passes", `Error: Get "${IMAGE}/v1": dial tcp 127.0.0.1:5000: connect: connection refused`],
  ])("is %s: %s", (kind, text) => {
    expect(failureOf(text)).toBe(kind);
  });

  it.each(["v1.404", "404", "v1.503-rc", "403", "v2.429", "DENIED", "EOF", "NAME_UNKNOWN"])(
    "is about the answer, and not about an image of tag %s",
    (tag) => {
      expect(failureOf(`Error: GET ${IMAGE}/${tag}: MANIFEST_INVALID: manifest invalid`)).toBe("other");
      expect(failureOf(`failed to copy 127.0.0.1:5000/frontend:${tag}: digest mismatch`)).toBe("other");
      expect(failureOf(`Error: PUT ${IMAGE}/${tag}: unexpected status code 502 Bad Gateway`)).toBe("passes");
      expect(failureOf(`Error: GET ${IMAGE}/${tag}: unexpected status code 404 Not Found`)).toBe("absent");
    },
  );
});
