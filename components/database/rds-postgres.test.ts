import * as aws from "@pulumi/aws";
import { describe, expect, it } from "vitest";
import { ProblemsError } from "../base/refusal";
import { record } from "../testing/recording";
import { checkRdsPostgres, MASTER_USER, RdsPostgres, type RdsPostgresArgs } from "./rds-postgres";

const plain: RdsPostgresArgs = {
  identifier: "users",
  version: "15",
  database: "thoughts",
  instanceClass: "db.t4g.medium",
  storageGib: 20,
  maxStorageGib: 100,
  multiAz: true,
  backupRetentionDays: 30,
  vpcId: "vpc-00000001",
  subnetIds: ["subnet-00000001", "subnet-00000002"],
  clients: { nodes: "sg-00000001" },
  keyArn: "arn:key",
  logRetentionDays: 30,
  name: { zoneId: "Z1", host: "users.staging.internal" },
  protect: true,
  tags: { service: "users" },
};

async function recorded(change: Partial<RdsPostgresArgs> = {}) {
  const { resources } = await record(() => {
    const provider = new aws.Provider("aws", { region: "us-west-2", allowedAccountIds: ["123456789012"] });
    new RdsPostgres("db", { ...plain, ...change }, { provider });
  });
  return (role: string) => resources.find(({ name }) => name === `db-${role}`);
}

describe("a PostgreSQL server in RDS", () => {
  it("is encrypted: what it stores, its insights, and every connection", async () => {
    const find = await recorded();
    expect(find("instance")?.inputs).toMatchObject({
      storageType: "gp3",
      storageEncrypted: true,
      kmsKeyId: "arn:key",
      performanceInsightsKmsKeyId: "arn:key",
    });
    expect(find("parameter-group")?.inputs).toMatchObject({
      family: "postgres15",
      parameters: expect.arrayContaining([{ name: "rds.force_ssl", value: "1" }]) as unknown,
    });
  });

  it("writes its logs to groups that are there before it, encrypted, and that let lines go", async () => {
    const find = await recorded();
    const exported = find("instance")?.inputs.enabledCloudwatchLogsExports as readonly string[];
    expect(exported).toEqual(["postgresql", "upgrade"]);
    for (const log of exported) {
      expect(find(`${log}-log-group`)?.inputs).toMatchObject({
        name: `/aws/rds/instance/users/${log}`,
        retentionInDays: 30,
        kmsKeyId: "arn:key",
        tags: { service: "users" },
      });
      expect(find("instance")?.dependsOn).toContain(`db-${log}-log-group`);
    }
  });

  it("has a master whose password RDS makes and changes, and the program never sees", async () => {
    const { inputs } = (await recorded())("instance") ?? {};
    expect(inputs).toMatchObject({
      username: MASTER_USER,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: "arn:key",
    });
    expect(inputs).not.toHaveProperty("password");
  });

  it("lets in its clients alone, and nobody from outside the network", async () => {
    const find = await recorded();
    expect(find("instance")?.inputs.publiclyAccessible).toBe(false);
    expect(find("ingress-nodes")?.inputs).toMatchObject({
      ipProtocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      referencedSecurityGroupId: "sg-00000001",
    });
  });

  it("goes to another major version at once, with parameters for it, where this is allowed", async () => {
    const find = await recorded({ version: "16", upgradeTo: "16" });
    expect(find("parameter-group")?.inputs).toMatchObject({ family: "postgres16" });
    expect(find("instance")?.inputs).toMatchObject({ allowMajorVersionUpgrade: true, applyImmediately: true });
    const plainInputs = (await recorded())("instance")?.inputs;
    expect(plainInputs).not.toHaveProperty("allowMajorVersionUpgrade");
    expect(plainInputs).not.toHaveProperty("applyImmediately");
  });

  it.each([
    ["15", true],
    ["15.20", false],
  ])("of the version %s takes minor versions as they come: %j", async (version, comes) => {
    expect((await recorded({ version }))("instance")?.inputs).toMatchObject({
      engineVersion: version,
      autoMinorVersionUpgrade: comes,
    });
  });

  it("has its changes judged before they are made: its version, and what waits for the window", async () => {
    const find = await recorded({ instanceClass: "db.m6g.large", applyImmediately: true });
    expect(find("changes")?.inputs).toMatchObject({
      kind: "rds",
      server: "users",
      version: "15",
      window: "tue:10:00-tue:11:00",
      settings: { instanceClass: "db.m6g.large", allocatedStorage: 20, storageType: "gp3", multiAz: true },
      applyImmediately: true,
    });
    expect(find("instance")?.dependsOn).toContain("db-changes");
    expect(find("instance")?.inputs).toMatchObject({ applyImmediately: true });
  });

  it("has changes judged that come by a transform", async () => {
    const instance = () => ({ args: { instanceClass: "db.r6g.large", maintenanceWindow: "wed:03:00-wed:04:00" } });
    const find = await recorded({ transform: { instance } });
    expect(find("instance")?.inputs).toMatchObject({ instanceClass: "db.r6g.large" });
    expect(find("changes")?.inputs).toMatchObject({
      window: "wed:03:00-wed:04:00",
      settings: { instanceClass: "db.r6g.large", allocatedStorage: 20 },
    });
  });

  it("survives a zone, a mistake and its own deletion", async () => {
    expect((await recorded())("instance")?.inputs).toMatchObject({
      multiAz: true,
      backupRetentionPeriod: 30,
      deleteAutomatedBackups: false,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: expect.stringMatching(/^users-final-[0-9a-f]{8}$/) as string,
    });
  });

  it("that takes the place of another one leaves a final snapshot of another name", async () => {
    const nameOf = async (change: Partial<RdsPostgresArgs>) =>
      (await recorded(change))("instance")?.inputs.finalSnapshotIdentifier;
    expect(await nameOf({})).toBe(await nameOf({ instanceClass: "db.m6g.large" }));
    expect(await nameOf({ database: "other" })).not.toBe(await nameOf({}));
    expect(await nameOf({ keyArn: "arn:other" })).not.toBe(await nameOf({}));
  });

  it.each([true, false])("is protected from the engine and in RDS if it is to be: %j", async (protect) => {
    const server = (await recorded({ protect }))("instance");
    expect([server?.protect, server?.inputs.deletionProtection]).toEqual([protect, protect]);
  });

  it("is reached by a name of our own, which a restored one takes over", async () => {
    expect((await recorded())("record")?.inputs).toEqual({
      zoneId: "Z1",
      name: "users.staging.internal",
      type: "CNAME",
      ttl: 30,
      records: ["address-of-db-instance"],
    });
  });

  it.each<[Partial<RdsPostgresArgs>, string]>([
    [{ identifier: "Users" }, `identifier: "Users" is no name of a server; use 2 or more lower-case letters`],
    [{ upgradeTo: "16" }, `upgradeTo: "16" is not the major version that it gets, "15"; name this one, or none.`],
    [{ instanceClass: "t4g.medium" }, `instanceClass: "t4g.medium" is no instance class of RDS`],
    [{ storageGib: 10 }, "storageGib: 10 is too little; use a whole number of GiB from 20."],
    [{ maxStorageGib: 21 }, "maxStorageGib: 21 leaves 20 no room to grow; use a tenth more at least."],
    [{ backupRetentionDays: 6 }, "backupRetentionDays: 6 days are not allowed; use 7 to 35"],
    [{ backupRetentionDays: 36 }, "backupRetentionDays: 36 days are not allowed; use 7 to 35"],
  ])("is refused with %j, before anything is registered", async (change, message) => {
    const problems = checkRdsPostgres({ ...plain, ...change }).map((problem) => `${problem.path}: ${problem.message}`);
    expect(problems).toEqual([expect.stringContaining(message)]);
    const { resources } = await record(() => {
      expect(() => new RdsPostgres("db", { ...plain, ...change }, {})).toThrow(ProblemsError);
    });
    expect(resources).toEqual([]);
  });
});
