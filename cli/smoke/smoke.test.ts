// A real server answers, and curl asks it as it does inside of pods.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { byService, definitionOf, SERVICES } from "../../infra/system";
import { answerOf, type Asker, curlArgs, outsideAsker } from "./asker";
import { type Finding, smokeTest } from "./smoke";
import { countText, findingLines } from "./text";

const VERSIONS = byService(() => ["v2.3", "v2.4"]);

describe("a smoke test", () => {
  let server: Server;
  let seen: string[];
  let broken: Readonly<Record<string, number>>;
  let version: string;
  const here = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  /** Asks the server of this test, whichever host was meant. */
  const curl: Asker = async ({ url, sends }) => {
    const { pathname, search } = new URL(url);
    const args = curlArgs({ url: `http://${here()}${pathname}${search}`, sends });
    return answerOf((await promisify(execFile)("curl", [...args])).stdout);
  };
  const test = (pods: Readonly<Record<string, readonly string[]>>) =>
    smokeTest(SERVICES, VERSIONS, {
      urls: { frontend: "http://frontend.example.local:1" },
      outside: outsideAsker(() => "127.0.0.1"),
      inside: { pods, tags: {}, askerIn: () => curl },
    });
  const problems = (findings: readonly Finding[]) =>
    findings
      .filter(({ problem }) => problem !== undefined)
      .map(({ service, from, problem }) => [service, from, problem]);
  const PODS = {
    frontend: ["frontend-1", "frontend-2"],
    "thoughts-backend": ["thoughts-1"],
    "users-backend": ["users-1"],
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "", "http://localhost");
      request.resume();
      seen.push(`${request.method ?? ""} ${request.headers.host?.replace(/:\d+$/, "") ?? ""} ${request.url ?? ""}`);
      const expected =
        pathname === "/api/me/thoughts/" || (pathname === "/api/login/" && request.method === "POST") ? 401 : 200;
      response.writeHead(broken[pathname] ?? expected).end(`<form>${version}</form>`);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  beforeEach(() => {
    seen = [];
    broken = {};
    version = "v2.3";
  });
  afterAll(() => server.close());

  it("is there for every service, and changes nothing", () => {
    for (const service of SERVICES) {
      const { smokeTests } = definitionOf(service);
      expect(smokeTests.length).toBeGreaterThan(0);
      // Of requests that send something, one that is refused is all that may be asked.
      expect(smokeTests.filter((one) => "sends" in one && one.status !== 401)).toEqual([]);
    }
  });

  it("asks each pod of a service, its Service from a caller, and its address from outside", async () => {
    const findings = await smokeTest(SERVICES, VERSIONS, {
      urls: { frontend: `http://${here()}` },
      outside: outsideAsker(),
      inside: { pods: PODS, tags: {}, askerIn: () => curl },
    });
    expect(problems(findings)).toEqual([]);
    const from = (service: string) => [
      ...new Set(findings.filter((one) => one.service === service).map((one) => one.from)),
    ];
    expect(from("frontend")).toEqual(["outside", "frontend-1", "frontend-2"]);
    expect(from("thoughts-backend")).toEqual(["thoughts-1", "frontend"]);
    expect(from("users-backend")).toEqual(["users-1", "thoughts-backend", "frontend"]);
    expect(seen).toHaveLength(findings.length);
    expect(findings.map(({ question }) => question)).toContain("POST http://users-service/api/login/");
    expect(findings.map(({ question }) => question)).toContain("GET http://localhost:8000/admin/version/");
  });

  it("asks from outside by the host's own name, wherever it is", async () => {
    await outsideAsker(() => "127.0.0.1")({
      url: `http://frontend.example.local:${here().split(":")[1] ?? ""}/login/`,
    });
    expect(seen).toEqual(["GET frontend.example.local /login/"]);
  });

  it("fails where a status is another one, or the version is none of those that are to run", async () => {
    broken = { "/api/login/": 500 };
    version = "v2.2";
    const found = problems(await test(PODS));
    expect(found).toContainEqual(["users-backend", "users-1", "answers 500 instead of 401"]);
    expect(found).toContainEqual([
      "users-backend",
      "thoughts-backend",
      "the answer does not hold v2.3 or v2.4: <form>v2.2</form>",
    ]);
    version = "v2.30";
    expect(problems(await test(PODS)).map(([, , problem]) => problem)).toContain(
      "the answer does not hold v2.3 or v2.4: <form>v2.30</form>",
    );
    version = "v2.4";
    broken = {};
    expect(problems(await test(PODS)).filter(([, from]) => from !== "outside")).toEqual([]);
  });

  it("fails where nobody answers, and where a service has no pod that serves", async () => {
    const found = problems(await test({ ...PODS, "users-backend": [] }));
    // Nothing listens at port 1 of this machine.
    expect(found).toContainEqual(["frontend", "outside", expect.stringMatching(/^no answer: .*ECONNREFUSED/)]);
    expect(found).toContainEqual(["users-backend", "inside", "there are none"]);
  });

  it("is told by service, with what was asked where it failed", () => {
    const about = { service: "frontend", shows: "the login page is shown", question: "GET http://x/login/" } as const;
    const findings = [
      { ...about, from: "outside", problem: "answers 502 instead of 200" },
      { ...about, from: "frontend-1" },
      { ...about, from: "frontend-2" },
    ];
    expect(findingLines(findings)).toEqual([
      "frontend",
      "  passed  the login page is shown (from frontend-1, frontend-2)",
      "  failed  the login page is shown (from outside)",
      "          GET http://x/login/: answers 502 instead of 200",
    ]);
    expect(countText(findings)).toBe("1 of 3 requests are not answered as they should be");
    expect(countText(findings.slice(1))).toBe("all 2 requests are answered as they should be");
  });
});
