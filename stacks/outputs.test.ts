import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { record } from "../components/testing/recording";
import type { SharedEnvironment } from "../infra/offer";
import { environmentOf } from "./environments";
import type { Stack } from "./names";
import { type Outputs, runProgram } from "./program";
import { committedConfig, TODAY } from "./testing/settings";

/** What the engine would show after `pulumi up`, and whether any of it is masked. */
async function outputsOf(stack: Stack) {
  let outputs: Outputs | undefined;
  await record(() => {
    outputs = runProgram(environmentOf(committedConfig(stack)), TODAY);
  });
  const { offer, ...others } = outputs as unknown as Outputs;
  const { promise, isSecret } = pulumi.output(others) as unknown as {
    promise: () => Promise<pulumi.Unwrap<Omit<Outputs, "offer">>>;
    isSecret: Promise<boolean>;
  };
  return { values: await promise(), secret: await isSecret, offer: await offerIn(offer) };
}

async function offerIn(offer: Outputs["offer"]): Promise<SharedEnvironment | undefined> {
  return (
    (await (offer as unknown as { promise?: () => Promise<SharedEnvironment> } | undefined)?.promise?.()) ?? undefined
  );
}

describe("the outputs of an environment on AWS", async () => {
  const { values, secret, offer } = await outputsOf("staging");

  it("name its cluster, and give the command that makes kubectl know it", () => {
    expect(values.clusterName).toBe("thoughts-staging");
    expect(values.kubeconfigCommand).toBe(
      "aws eks update-kubeconfig --region us-west-2 --name thoughts-staging --alias thoughts-staging",
    );
  });

  it("say where people reach it, and where images are pushed to", () => {
    expect(values.urls.frontend).toBe("https://frontend.staging.thoughts.example.com");
    expect(values.repositoryUrls).toMatchObject({
      frontend: "111111111111.dkr.ecr.us-west-2.amazonaws.com/thoughts/staging/frontend",
      prometheus: "111111111111.dkr.ecr.us-west-2.amazonaws.com/thoughts/staging/prometheus",
    });
  });

  it("say which versions it runs", () => {
    expect(values.versions).toEqual({ "users-backend": "v2.3", "thoughts-backend": "v1.6", frontend: "v3.7" });
  });

  it("list the roles that may use the cluster, and those of what runs in it", () => {
    const role = (purpose: string) => `arn:aws:iam::111111111111:role/thoughts-staging-${purpose}`;
    expect(values.accessRoleArns).toEqual({
      deployer: role("deploy"),
      "break-glass": role("break-glass"),
      operators: role("operate"),
      developers: role("read"),
      previewers: role("preview"),
      demos: role("demo"),
    });
    expect(values.serviceRoleArns).toEqual({
      nodes: "arn-of-cluster-nodes-role-role",
      "vpc-cni": "arn-of-cluster-vpc-cni-role-role",
      "aws-ebs-csi-driver": "arn-of-cluster-aws-ebs-csi-driver-role-role",
      "load-balancers": "arn-of-load-balancers-identity-role-role",
      "external-dns": "arn-of-external-dns-role-role",
    });
  });

  it("tell those that stand on its platform how; its kubeconfig is masked", () => {
    expect(offer).toMatchObject({
      namespace: "example",
      domain: "staging.thoughts.example.com",
      connection: { kubeconfig: expect.stringContaining("kubeconfig-made-for") as string },
      storageClassName: "gp3",
      ingress: { kind: "alb", account: "111111111111", group: "thoughts-staging" },
    });
    expect(offer?.repositoryUrls).toHaveProperty("users_backend_db");
  });

  it("can be read by everybody who may read the stack: none of the others is masked", () => {
    expect(secret).toBe(false);
    expect(JSON.stringify(values)).not.toMatch(/made-for|kept-elsewhere/);
  });
});

it("without AWS, an environment has no outputs of AWS, not even empty ones", async () => {
  const { values, offer } = await outputsOf("local");
  expect(Object.keys(values).sort()).toEqual(["keysStep", "namespace", "urls", "versions"]);
  expect(offer).toMatchObject({
    namespace: "example",
    connection: { context: committedConfig("local").thoughts.context },
  });
});

it("production lets nobody stand on its platform", async () => {
  expect((await outputsOf("production")).offer).toBeUndefined();
});
