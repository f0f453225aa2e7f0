import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Cloud } from "../aws/cloud";
import type { JsonObject } from "../wire/json";
import { Authenticator } from "./authenticator";
import { tokenOf } from "./token";

const SECRET = "of this rehearsal";
const ROLE = "arn:aws:iam::111111111111:role/thoughts-staging-preview";
const LOGIN = { cluster: "thoughts-staging", role: ROLE };
const policyArn = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`;

describe("an API server of EKS", () => {
  let folder: string;
  let cloud: Cloud;
  let authenticator: Authenticator;
  const make = (kind: string, inputs: JsonObject) =>
    cloud.add({
      ...{ type: `aws:eks/${kind}`, key: JSON.stringify(inputs), id: "", seed: "", created: "", revision: 1 },
      inputs: { clusterName: LOGIN.cluster, principalArn: ROLE, ...inputs },
    });
  const enter = (inputs: JsonObject = {}) => make("accessEntry:AccessEntry", inputs);
  const associate = (policy: string, type = "cluster") =>
    make("accessPolicyAssociation:AccessPolicyAssociation", { policyArn: policyArn(policy), accessScope: { type } });
  const review = (login = LOGIN, secret = SECRET) => authenticator.review(tokenOf(login, secret));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thoughts-access-"));
    cloud = new Cloud(folder);
    authenticator = new Authenticator({ cloud, secret: SECRET });
  });
  afterEach(() => {
    authenticator.stop();
    rmSync(folder, { recursive: true });
  });

  it("does not know a role without an access entry", () => {
    associate("AmazonEKSClusterAdminPolicy");
    expect(review()).toEqual({ authenticated: false });
  });

  it("knows a role with an access entry by its session, with its groups and policies, and nothing more", () => {
    enter({ kubernetesGroups: ["team"] });
    associate("AmazonEKSViewPolicy");
    expect(review()).toEqual({
      authenticated: true,
      user: {
        username: "arn:aws:sts::111111111111:assumed-role/thoughts-staging-preview/rehearsal",
        groups: ["team", "eks:AmazonEKSViewPolicy"],
      },
    });
  });

  it("gives nothing over the whole cluster for a policy over namespaces", () => {
    enter();
    associate("AmazonEKSEditPolicy", "namespace");
    expect(review().user?.groups).toEqual([]);
  });

  it("does not know tokens for other clusters, of other roles, or that somebody else made", () => {
    enter();
    expect(review({ ...LOGIN, cluster: "another" })).toEqual({ authenticated: false });
    expect(review({ ...LOGIN, role: `${ROLE}-not` })).toEqual({ authenticated: false });
    expect(review(LOGIN, "another secret")).toEqual({ authenticated: false });
    expect(authenticator.review("k8s-aws-v1.e30")).toEqual({ authenticated: false });
    expect(authenticator.review("anything")).toEqual({ authenticated: false });
  });

  it("asks over HTTP, as Kubernetes says it", async () => {
    enter();
    const { clusters } = JSON.parse(await authenticator.start()) as {
      readonly clusters: readonly [{ readonly cluster: { readonly server: string } }];
    };
    const asked = { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview" };
    const body = JSON.stringify({ ...asked, spec: { token: tokenOf(LOGIN, SECRET) } });
    const response = await fetch(clusters[0].cluster.server, { method: "POST", body });
    expect(await response.json()).toMatchObject({ ...asked, status: { authenticated: true } });
  });
});
