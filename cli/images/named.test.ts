import { describe, expect, it } from "vitest";
import type { Services } from "../../release/promotion";
import { imagesNamed, withContent } from "./named";

const DIGEST = `sha256:${"0".repeat(64)}`;
const services: Services = {
  "users-backend": { tag: "v2.3", digest: DIGEST },
  "thoughts-backend": { tag: "v1.6", emergency: "logins fail", emergencyUntil: "2026-12-07" },
  frontend: { tag: "v3.7", rollout: { phase: "10%", next: { tag: "v3.8", digest: DIGEST } } },
};

describe("the images that a release names", () => {
  it("are those that run and those that are coming, by digest where it says one, with their emergency", () => {
    expect(imagesNamed(services)).toEqual([
      { service: "users-backend", tag: "v2.3", digest: DIGEST },
      { service: "thoughts-backend", tag: "v1.6", emergency: { reason: "logins fail", until: "2026-12-07" } },
      { service: "frontend", tag: "v3.7" },
      { service: "frontend", tag: "v3.8", digest: DIGEST },
    ]);
  });

  it("can be given the content of a tag, wherever they name it", () => {
    const given = withContent(services, { service: "frontend", tag: "v3.7" }, DIGEST);
    expect(given.frontend).toEqual({ ...services.frontend, digest: DIGEST });
    const { rollout, ...own } = services.frontend;
    const coming = { service: "frontend", tag: "v3.8" } as const;
    const other = `sha256:${"1".repeat(64)}`;
    expect(withContent(services, coming, other).frontend).toEqual({
      ...own,
      rollout: { ...rollout, next: { tag: "v3.8", digest: other } },
    });
    expect(withContent(services, coming, other)["users-backend"]).toBe(services["users-backend"]);
  });
});
