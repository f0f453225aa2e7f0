import { describe, expect, it } from "vitest";
import type { ServiceName } from "../../infra/system";
import type { ServiceRelease } from "../../release/service-release";
import { chosen } from "../commands/versions";
import type { EnvironmentStatus } from "../status/environment-status";
import { type Deployed, servicesOf } from "./deployed";
import { versionsPage } from "./page";
import { versionsText } from "./text";

const NOW = new Date("2026-11-30T08:15:00Z");
const DIGEST = `sha256:${"a".repeat(64)}`;

const services = (frontend: ServiceRelease): Readonly<Record<ServiceName, ServiceRelease>> => ({
  "users-backend": { tag: "v2.3" },
  "thoughts-backend": { tag: "v1.6" },
  frontend,
});

const RELEASE: ServiceRelease = {
  tag: "v3.7",
  digest: DIGEST,
  revision: 2,
  at: "2026-11-25T08:15:00Z",
  by: "Ann <ann@example.com>",
  cause: "search is faster",
  rollout: { phase: "10%", next: { tag: "v3.8" } },
};

const status = (version: string) => {
  const workload = { name: "frontend", app: "frontend", version, ready: 1, replicas: 2 };
  return { workloads: [workload] } as unknown as EnvironmentStatus;
};

const of = (environment: string, seen?: EnvironmentStatus): Deployed => ({
  environment,
  place: environment === "local" ? "this machine" : "AWS",
  services: servicesOf({ name: environment, status: seen }, { services: services(RELEASE) }),
  problem: undefined,
});

const BROKEN: Deployed = {
  environment: "demo-anna",
  place: "a copy of local",
  services: [],
  problem: "Pulumi.demo-anna.yaml is no YAML",
};

describe("the versions of all environments", () => {
  it("stand side by side in a terminal, with what takes over", () => {
    const [head, , , frontend] = versionsText([of("local"), of("production")], NOW).split("\n");
    expect(head?.trim()).toMatch(/^local +production$/);
    expect(frontend).toMatch(/^frontend +v3\.7 → v3\.8 \(10%\) +v3\.7 → v3\.8 \(10%\)$/);
  });

  it("say since when each is there, who brought it in, and why", () => {
    expect(versionsText([of("production")], NOW)).toContain(
      "not asked; since 2026-11-25 08:15 UTC (5 days); revision 2 by Ann <ann@example.com>: search is faster",
    );
  });

  it.each([
    [of("local", status("v3.7")), "1/2 ready; since"],
    [of("local", status("v3.6")), "v3.6 1/2 ready; since"],
    [of("local"), "not up; since"],
    [of("staging"), "not asked; since"],
  ])("say what runs as far as the cluster was asked: %#", (deployed, text) => {
    expect(versionsText([deployed], NOW)).toContain(text);
  });

  it("leave out no environment whose file can't be read: it says why", () => {
    expect(versionsText([of("local"), BROKEN], NOW)).toContain("Pulumi.demo-anna.yaml is no YAML");
    expect(versionsPage([of("local"), BROKEN], NOW)).toContain("Pulumi.demo-anna.yaml is no YAML");
  });

  it("are a page without scripts, whose tables name their columns and rows and are reached by the keyboard", () => {
    const page = versionsPage([of("local", status("v3.7")), of("production")], NOW);
    expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'`);
    expect(page).not.toContain("<script");
    expect(page).toContain('<html lang="en">');
    const tables = page.match(/<table>.*?<\/table>/gs) ?? [];
    expect(tables).toHaveLength(3);
    for (const table of tables) {
      expect(table.match(/<th scope="col">/g)?.length).toBeGreaterThan(1);
      expect(table.match(/<th scope="row">/g)).toHaveLength(3);
    }
    expect(page.match(/tabindex="0" role="region" aria-label="/g)).toHaveLength(3);
  });

  it("are text in the page, whatever people have written", () => {
    const page = versionsPage([of("production")], NOW);
    expect(page).toContain("Ann &lt;ann@example.com>");
    expect(page).toContain(DIGEST);
  });

  it("can be asked of some environments only; one that there is not is refused with those that there are", () => {
    const all = [of("local"), of("staging"), of("production")];
    expect(chosen(all, []).map(({ environment }) => environment)).toEqual(["local", "staging", "production"]);
    expect(chosen(all, ["production", "local"]).map(({ environment }) => environment)).toEqual(["local", "production"]);
    expect(() => chosen(all, ["prod"])).toThrow("there is no environment prod; there are local, staging, production.");
  });
});
