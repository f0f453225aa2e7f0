import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { objectsAt, textAt } from "../../wire/json";
import { TestAccount } from "../testing";

const CERTIFICATE = "aws:acm/certificate:Certificate";
const ISSUED = "aws:acm/certificateValidation:CertificateValidation";
const RECORD = "aws:route53/record:Record";
const ZONE = "aws:route53/zone:Zone";

const names = { domainName: "example.com", subjectAlternativeNames: ["*.example.com"], validationMethod: "DNS" };

describe("a certificate of the stand-in", () => {
  let account: TestAccount;
  beforeEach(() => {
    account = new TestAccount();
  });
  afterEach(() => account.remove());

  it("is issued once the record that it asks for is there, and not before", async () => {
    const zone = await account.create(ZONE, { name: "example.com" });
    const { properties } = await account.create(CERTIFICATE, names);
    const [proof, same] = objectsAt(properties, "domainValidationOptions");
    const name = textAt(proof, "resourceRecordName");
    expect(name).toMatch(/^_[0-9a-f]{32}\.example\.com\.$/);
    expect(textAt(same, "resourceRecordName")).toBe(name);

    const fqdn = name.replace(/\.$/, "");
    const issue = { certificateArn: textAt(properties, "arn"), validationRecordFqdns: [fqdn] };
    await expect(account.create(ISSUED, issue)).rejects.toThrow("the certificate is never issued");
    const records = [textAt(proof, "resourceRecordValue")];
    await account.create(RECORD, { zoneId: zone.id, name, type: "CNAME", ttl: 300, records });
    await account.create(ISSUED, issue);
  });

  it("is made anew for other names", () => {
    expect(account.replaced(CERTIFICATE, names, { domainName: "example.org" })).toEqual(["domainName"]);
  });

  it.each(["example", "*.*.com", "-a.com", "a b.com"])("does not hold for %j", (domainName) => {
    expect(account.reasons(CERTIFICATE, { ...names, domainName })).toEqual([
      expect.stringContaining("is not allowed; use a domain name"),
    ]);
  });
});

describe("a record of the stand-in", () => {
  let account: TestAccount;
  beforeEach(() => {
    account = new TestAccount();
  });
  afterEach(() => account.remove());

  const record = { zoneId: "Z1", name: "a.example.com", type: "CNAME", ttl: 60, records: ["b.example.com"] };

  it.each([
    [{ ttl: undefined }, "ttl goes with records, and with nothing else"],
    [{ records: ["b", "c"] }, "a CNAME has one record"],
    [{ aliases: [{ name: "b", zoneId: "Z1", evaluateTargetHealth: true }] }, "one of records and aliases is required"],
  ])("is refused with %j", (change, reason) => {
    const inputs = JSON.parse(JSON.stringify({ ...record, ...change })) as typeof record;
    expect(account.reasons(RECORD, inputs)).toEqual([expect.stringContaining(reason)]);
  });

  it("holds its zone", async () => {
    const zone = await account.create(ZONE, { name: "example.com" });
    await account.create(RECORD, { ...record, zoneId: zone.id });
    await expect(account.delete(ZONE, zone)).rejects.toThrow("HostedZoneNotEmpty");
  });
});
