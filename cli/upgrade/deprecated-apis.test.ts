import { describe, expect, it } from "vitest";
import { apiRequestsOf, type DeprecatedApi, judgeRequests } from "./deprecated-apis";

/** As an API server of 1.35 writes it. */
const METRICS = `# TYPE apiserver_requested_deprecated_apis gauge
apiserver_requested_deprecated_apis{group="",removed_release="",resource="endpoints",subresource="",version="v1"} 1
apiserver_requested_deprecated_apis{group="networking.k8s.io",removed_release="1.37",resource="servicecidrs",subresource="status",version="v1beta1"} 1
# TYPE process_start_time_seconds gauge
process_start_time_seconds 1.79564255092e+09
`;

describe("requests for deprecated APIs", () => {
  const judged = (api: Partial<DeprecatedApi>, target = "1.36") =>
    judgeRequests(
      {
        kind: "known",
        since: new Date("2026-11-25T10:00:00Z"),
        deprecated: [
          {
            group: "networking.k8s.io",
            version: "v1beta1",
            resource: "ipaddresses",
            subresource: "",
            removedRelease: "1.37",
            ...api,
          },
        ],
      },
      target,
      false,
    );

  it("are read from the API server's metrics, with the time from which on it remembers them", () => {
    expect(apiRequestsOf(METRICS)).toEqual({
      kind: "known",
      since: new Date("2026-11-25T21:35:50.920Z"),
      deprecated: [
        { group: "", version: "v1", resource: "endpoints", subresource: "", removedRelease: "" },
        {
          group: "networking.k8s.io",
          version: "v1beta1",
          resource: "servicecidrs",
          subresource: "status",
          removedRelease: "1.37",
        },
      ],
    });
  });

  it("are harmless if there are none", () => {
    expect(apiRequestsOf("process_start_time_seconds 1.79564255092e+09\n")).toMatchObject({ deprecated: [] });
  });

  it("are judged without the time, too, if the API server does not say when it started", () => {
    expect(judgeRequests(apiRequestsOf("up 1\n"), "1.36", false)).toEqual([
      { kind: "ok", text: "nothing has asked for an API that 1.36 lacks, by the memory of one API server" },
    ]);
  });

  it.each(["1.35", "1.36"])("fail for an API that %s removed, which 1.36 lacks", (removedRelease) => {
    expect(judged({ removedRelease })).toEqual([
      {
        kind: "failure",
        text: expect.stringContaining(
          `ipaddresses (networking.k8s.io/v1beta1) was asked for, and ${removedRelease} removes it`,
        ) as string,
      },
    ]);
  });

  it("are told for an API that a later version removes", () => {
    expect(judged({ removedRelease: "1.37" })).toEqual([
      { kind: "note", text: "ipaddresses (networking.k8s.io/v1beta1) was asked for: 1.37 removes it" },
      {
        kind: "ok",
        text:
          "nothing has asked for an API that 1.36 lacks, by the memory of one API server, " +
          "which started 2026-11-25 10:00 UTC",
      },
    ]);
    expect(judged({ removedRelease: "1.37" }, "1.37")[0]).toMatchObject({ kind: "failure" });
  });

  it("are told for an API of which nobody knows when it goes, and who asks for Endpoints anyway", () => {
    const [finding] = judged({ group: "", version: "v1", resource: "endpoints", removedRelease: "" });
    expect(finding).toEqual({
      kind: "note",
      text:
        "endpoints (v1) was asked for: deprecated, and no release is named yet that removes it " +
        "(Kubernetes' own controllers do so)",
    });
  });

  it("are named with their subresource", () => {
    expect(judged({ subresource: "status" })[0]?.text).toContain("ipaddresses/status (networking.k8s.io/v1beta1)");
  });

  it("are not known without leave to read the metrics, and AWS is to be asked", () => {
    const [finding, ...others] = judgeRequests({ kind: "forbidden" }, "1.36", true);
    expect(others).toEqual([]);
    expect(finding).toEqual({
      kind: "note",
      text: expect.stringMatching(
        /^not known: .* GET \/metrics.* ask for the insights: aws eks list-insights --cluster-name NAME$/,
      ) as string,
    });
  });

  it("have a second witness on EKS, whose API servers are many", () => {
    const known = { kind: "known", since: new Date(), deprecated: [] } as const;
    expect(judgeRequests(known, "1.36", true).map(({ text }) => text)).toContainEqual(
      expect.stringContaining("aws eks list-insights"),
    );
    expect(judgeRequests(known, "1.36", false)).toHaveLength(1);
  });
});
