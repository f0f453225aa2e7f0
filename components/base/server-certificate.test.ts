import { createPrivateKey, X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:tls";
import { describe, expect, it } from "vitest";
import { record } from "../testing/recording";
import { handler } from "./generated-provider.js";
import { ProblemsError } from "./refusal";
import { checkServerCertificate, ServerCertificate, type ServerCertificateArgs } from "./server-certificate";

const DAY = 86_400_000;
const dnsNames = ["log", "localhost", "log.example.local"] as const;

async function made() {
  const before = Math.floor(Date.now() / 1_000) * 1_000;
  const { outs } = await handler().create({ kind: "certificate", dnsNames, days: 825 });
  const { certificate = "", privateKey = "" } = outs;
  return { before, certificate, privateKey, x509: new X509Certificate(certificate) };
}

describe("the certificate of a server", () => {
  it("keeps its key secret and shows itself, and a later edit of the provider's text does not touch it", async () => {
    const { resources } = await record(() => new ServerCertificate("log", { dnsNames: [...dnsNames] }, {}));
    expect(resources).toMatchObject([
      {
        type: "pulumi-nodejs:dynamic/generated:Certificate",
        name: "log",
        inputs: { kind: "certificate", generation: 1, dnsNames, days: 825 },
        secretOutputs: ["privateKey"],
        ignoreChanges: ["__provider"],
      },
    ]);
  });

  it("is for the names it was asked for and no other, and certifies nobody else", async () => {
    const { x509 } = await made();
    for (const name of dnsNames) {
      expect(x509.checkHost(name), name).toBe(name);
    }
    expect(x509.checkHost("other.example.local")).toBeUndefined();
    expect(x509.subject).toBe("CN=log");
    // The critical extension 2.5.29.19, basic constraints, as an empty sequence: no authority.
    expect(x509.raw.toString("hex")).toContain("0603551d130101ff04023000");
    expect(x509.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
  });

  it("lasts for the days it was asked for, from now on", async () => {
    const { before, x509 } = await made();
    const [from, to] = [Date.parse(x509.validFrom), Date.parse(x509.validTo)];
    expect(from).toBeGreaterThanOrEqual(before);
    expect(from).toBeLessThanOrEqual(Date.now());
    expect(to - from).toBe(825 * DAY);
  });

  it("is of an elliptic curve, matches its key, and is signed by it", async () => {
    const { privateKey, x509 } = await made();
    expect(x509.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
    expect(x509.checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
    expect(x509.verify(x509.publicKey)).toBe(true);
    expect(x509.checkPrivateKey(createPrivateKey((await made()).privateKey))).toBe(false);
  });

  it("is taken by who was given it before, and by nobody else", async () => {
    const { certificate, privateKey } = await made();
    const server = createServer({ cert: certificate, key: privateKey }, (socket) => socket.end());
    server.on("tlsClientError", () => undefined).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const handshake = async (ca?: string) => {
      const socket = connect({ port, host: "127.0.0.1", servername: "log", ...(ca && { ca }) });
      try {
        await once(socket, "secureConnect");
        return socket.getProtocol();
      } finally {
        socket.destroy();
      }
    };
    try {
      expect(await handshake(certificate)).toBe("TLSv1.3");
      await expect(handshake()).rejects.toThrow(/self-signed certificate/);
    } finally {
      server.close();
    }
  });

  it("stays when other names are asked for, until its generation rises", async () => {
    const asked = { generation: 1, dnsNames: ["log"], days: 825 };
    const change = async (news: object) => (await handler().diff("id", asked, { ...asked, ...news })).replaces;
    expect(await change({ dnsNames: ["other"], days: 30 })).toEqual([]);
    expect(await change({ dnsNames: ["other"], generation: 2 })).toEqual(["generation"]);
  });

  it.each<[Partial<ServerCertificateArgs>, readonly string[]]>([
    [{ dnsNames: ["*.example.local"] }, [`dnsNames.0: "*.example.local" is no DNS name`]],
    [{ dnsNames: ["log", "Log.example"] }, [`dnsNames.1: "Log.example" is no DNS name`]],
    [{ dnsNames: [""] }, [`dnsNames.0: "" is no DNS name`]],
    [{ dnsNames: [`${"a".repeat(60)}.local`] }, ["(66 characters) is no DNS name"]],
    [{ dnsNames: ["log", `${"a".repeat(60)}.local`] }, []],
    [{ dnsNames: ["-", ""] }, [`dnsNames.0: "-" is no DNS name`, `dnsNames.1: "" is no DNS name`]],
  ])("as %j is judged: %j", (args, problems) => {
    const found = checkServerCertificate({ dnsNames: [...dnsNames], ...args });
    expect(found.map(({ path, message }) => `${path}: ${message}`)).toEqual(
      problems.map((problem) => expect.stringContaining(problem) as string),
    );
  });

  it("is refused before anything is registered", async () => {
    const { resources } = await record(() => {
      expect(() => new ServerCertificate("log", { dnsNames: ["no name"] }, {})).toThrow(ProblemsError);
    });
    expect(resources).toEqual([]);
  });
});
