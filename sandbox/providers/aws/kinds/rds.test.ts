import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../wire/json";
import { TestAccount } from "../testing";

const INSTANCE = "aws:rds/instance:Instance";
const SUBNETS = "aws:rds/subnetGroup:SubnetGroup";
const PARAMETERS = "aws:rds/parameterGroup:ParameterGroup";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const urnOf = (type: string) => `urn:pulumi:staging::thoughts::${type}::thing`;

const server = {
  identifier: "users",
  engine: "postgres",
  engineVersion: "15",
  instanceClass: "db.t4g.medium",
  allocatedStorage: 20,
  username: "master",
  manageMasterUserPassword: true,
  skipFinalSnapshot: true,
};

describe("a database server of the stand-in", () => {
  let account: TestAccount;
  beforeEach(() => {
    account = new TestAccount();
  });
  afterEach(() => account.remove());

  it("is taken with what AWS demands", () => {
    expect(account.reasons(INSTANCE, server)).toEqual([]);
  });

  it.each([
    [{ identifier: "users--db" }, /^identifier: "users--db" is not allowed; use 1 to 63 lower-case letters/],
    [{ engineVersion: "12" }, /^engineVersion: "12" is not allowed/],
    [{ allocatedStorage: 10 }, /^allocatedStorage: 10 is not allowed; use a whole number from 20/],
    [{ username: "admin" }, /^username: "admin" is not allowed; use a name that is not reserved/],
    [{ password: "p" }, /^one of manageMasterUserPassword and password is needed, and not both/],
    [{ skipFinalSnapshot: false }, /^finalSnapshotIdentifier is required/],
    [{ maxAllocatedStorage: 21 }, /^21 has to be 10 % more than allocatedStorage 20/],
    [{ kmsKeyId: "arn:aws:kms:us-west-2:111111111111:key/1" }, /^kmsKeyId goes with storageEncrypted/],
    [{ performanceInsightsRetentionPeriod: 7 }, /goes with performanceInsightsEnabled/],
    [{ performanceInsightsEnabled: true, performanceInsightsRetentionPeriod: 8 }, /use 7, 731, or 31 days a month/],
    [{ backupRetentionPeriod: 36 }, /use a whole number from 0 to 35/],
    [{ backupWindow: "9:00-9:30" }, /use a time in UTC such as "09:00-09:30"/],
    [{ maintenanceWindow: "10:00-11:00" }, /use a time in UTC such as "sun:10:00-sun:11:00"/],
  ])("is refused with %j", (change, reason) => {
    expect(account.reasons(INSTANCE, { ...server, ...change })).toEqual([expect.stringMatching(reason)]);
  });

  it("keeps its engine, first database, master and encryption for life", () => {
    const before = { ...server, dbName: "a" };
    const change = { dbName: "b", username: "other", storageEncrypted: true, multiAz: true };
    expect(account.replaced(INSTANCE, before, change)).toEqual(["username", "dbName", "storageEncrypted"]);
  });

  describe("whose version changes", () => {
    /** The answer to a change from one version to another. @param family of the parameter group that comes with it */
    async function changed(from: string, to: string, also: JsonObject = {}, family = `postgres${to.slice(0, 2)}`) {
      await account.create(PARAMETERS, { name: "old", family: `postgres${from.slice(0, 2)}` });
      await account.create(PARAMETERS, { name: "new", family });
      const made = await account.create(INSTANCE, { ...server, engineVersion: from, parameterGroupName: "old" });
      const change = { ...server, engineVersion: to, parameterGroupName: "new", ...also };
      return account.update(INSTANCE, made, change).then(
        ({ engineVersion }) => engineVersion,
        (error: unknown) => String(error),
      );
    }
    const allowed = { allowMajorVersionUpgrade: true };

    it("goes up by a minor version as it is", async () => {
      expect(await changed("15.19", "15.20")).toBe("15.20");
    });

    it("goes up by a major version only where the change allows it", async () => {
      expect(await changed("15", "16")).toMatch(
        "InvalidParameterCombination: The AllowMajorVersionUpgrade flag must be present when upgrading to a new major",
      );
    });

    it.each(["16", "17", "17.2"])("goes up from 15 to %s where the change allows it", async (to) => {
      expect(await changed("15", to, allowed)).toBe(to);
    });

    it("takes no parameter group of another family", async () => {
      expect(await changed("15", "16", allowed, "postgres15")).toMatch(
        "The parameter group new with DBParameterGroupFamily postgres15 can't be used for this instance. " +
          "Please use a Parameter Group with DBParameterGroupFamily postgres16",
      );
    });

    it.each([
      ["16", "15"],
      ["15.20", "15.19"],
    ])("never goes back from %s to %s", async (from, to) => {
      expect(await changed(from, to, allowed)).toMatch(`Cannot upgrade postgres from ${from} to ${to}`);
    });
  });

  it("leaves a final snapshot, whose name the next one can't have", async () => {
    const final = { ...server, skipFinalSnapshot: false, finalSnapshotIdentifier: "users-final" };
    const { id } = await account.create(INSTANCE, final);
    await account.provider.delete(urnOf(INSTANCE), id);
    const next = await account.create(INSTANCE, final);
    await expect(account.provider.delete(urnOf(INSTANCE), next.id)).rejects.toThrow(
      /^deleting RDS Instance \(db-\w+\): DBSnapshotAlreadyExists: users-final is there already/,
    );
  });

  it("writes its logs to groups that AWS makes, for ever and unencrypted, if nobody made them first", async () => {
    const groupOf = (log: string) => account.provider.read(urnOf(LOG_GROUP), `/aws/rds/instance/users/${log}`)?.inputs;
    const name = "/aws/rds/instance/users/upgrade";
    await account.create(LOG_GROUP, { name, retentionInDays: 30 });
    const made = await account.create(INSTANCE, { ...server, enabledCloudwatchLogsExports: ["postgresql", "upgrade"] });
    expect([groupOf("postgresql"), groupOf("upgrade")]).toEqual([
      { name: "/aws/rds/instance/users/postgresql" },
      { name, retentionInDays: 30 },
    ]);
    await account.delete(INSTANCE, made);
    expect(groupOf("postgresql")).toBeDefined();
    await expect(account.create(LOG_GROUP, { name: "/aws/rds/instance/users/postgresql" })).rejects.toThrow(
      "ResourceAlreadyExistsException",
    );
  });

  it("is not deleted while protection is on, and its groups not while it is there", async () => {
    const group = await account.create(PARAMETERS, { name: "g", family: "postgres15" });
    const made = await account.create(INSTANCE, { ...server, parameterGroupName: "g", deletionProtection: true });
    await expect(account.delete(INSTANCE, made)).rejects.toThrow("deletionProtection is on");
    await expect(account.delete(PARAMETERS, group)).rejects.toThrow("InvalidDBParameterGroupState");
  });

  it("tells where its master's password is, and how it is reached", async () => {
    const { properties } = await account.create(INSTANCE, server);
    expect(properties).toMatchObject({
      address: expect.stringMatching(/^users\..*\.us-west-2\.rds\.amazonaws\.com$/) as string,
      masterUserSecrets: [{ secretArn: expect.stringContaining("secret:rds!") as string }],
    });
  });

  it("needs groups that are there, and subnets in two zones", async () => {
    await expect(account.create(INSTANCE, { ...server, dbSubnetGroupName: "none" })).rejects.toThrow(
      "DBSubnetGroupNotFoundFault",
    );
    expect(account.reasons(SUBNETS, { name: "a", subnetIds: ["subnet-00000001"] })).toEqual([
      expect.stringContaining("DBSubnetGroupDoesNotCoverEnoughAZs"),
    ]);
  });

  it("takes a parameter that is read at the start only at the next start", () => {
    const parameters = [{ name: "max_connections", value: "100" }];
    expect(account.reasons(PARAMETERS, { name: "a", family: "postgres15", parameters })).toEqual([
      expect.stringContaining("cannot use immediate apply method for static parameter max_connections"),
    ]);
  });
});
