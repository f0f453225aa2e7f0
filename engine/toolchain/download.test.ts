import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "tar";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../user-error";
import { download, Unavailable } from "./download";

const PROGRAM = "#!/bin/sh\necho tool\n";

describe("a download", () => {
  const files = new Map<string, Buffer>();
  let server: Server;
  let base: string;
  let folder: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "download-"));
    server = createServer((request, response) => {
      const content = files.get(request.url ?? "");
      response.writeHead(content ? 200 : 404).end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  });
  afterEach(() => {
    server.close();
    files.clear();
    rmSync(folder, { recursive: true });
  });

  it("that is a program is checked and can be run", async () => {
    files.set("/tool", Buffer.from(PROGRAM));
    files.set("/tool.sha256", Buffer.from(sha256(PROGRAM)));

    await download({ url: `${base}/tool`, checksums: `${base}/tool.sha256`, program: "tool" }, folder);

    expect(readFileSync(join(folder, "tool"), "utf8")).toBe(PROGRAM);
    expect(statSync(join(folder, "tool")).mode & 0o111).toBe(0o111);
  });

  it("that is an archive is found in a list of checksums, and gives only the programs asked for", async () => {
    const archive = archiveOf(folder, { tool: PROGRAM, readme: "text" });
    files.set("/tool.tar.gz", archive);
    files.set("/SUMS", Buffer.from(`${"0".repeat(64)}  other.tar.gz\n${sha256(archive)}  tool.tar.gz\n`));
    const target = join(folder, "bin");

    await download({ url: `${base}/tool.tar.gz`, checksums: `${base}/SUMS`, archive: { programs: ["tool"] } }, target);

    expect(readFileSync(join(target, "tool"), "utf8")).toBe(PROGRAM);
    // Neither another file of the archive nor the archive itself.
    expect(readdirSync(target)).toEqual(["tool"]);
    expect(readdirSync(folder).filter((name) => name.startsWith("bin-"))).toEqual([]);
  });

  it("that is an archive without one of the programs leaves room for another way, and names the program", async () => {
    const archive = archiveOf(folder, { tool: PROGRAM });
    files.set("/tool.tar.gz", archive);
    files.set("/SUMS", Buffer.from(`${sha256(archive)} *tool.tar.gz\n${"0".repeat(64)} *other.tar.gz\n`));
    const programs = ["tool", "tool-plugin"];

    const lacking = download({ url: `${base}/tool.tar.gz`, checksums: `${base}/SUMS`, archive: { programs } }, folder);

    await expect(lacking).rejects.toThrow(Unavailable);
    await expect(lacking).rejects.toThrow("tool.tar.gz holds no tool-plugin");
  });

  it.each([
    ["has another checksum than is published", "0".repeat(64)],
    ["is not in the list of checksums", `${"0".repeat(64)}  other`],
  ])("that %s is refused for good, and nothing is installed", async (_, checksums) => {
    files.set("/tool", Buffer.from(PROGRAM));
    files.set("/SUMS", Buffer.from(checksums));

    const refused = download({ url: `${base}/tool`, checksums: `${base}/SUMS`, program: "tool" }, folder);

    await expect(refused).rejects.toThrow(UserError);
    expect(() => statSync(join(folder, "tool"))).toThrow("ENOENT");
  });

  it("that is not there leaves room for another way to the tool", async () => {
    const missing = download({ url: `${base}/tool`, checksums: `${base}/SUMS`, program: "tool" }, folder);
    await expect(missing).rejects.toThrow(Unavailable);
  });

  it("from a host that can't be reached says so, and the host is not asked again", async () => {
    server.close();
    const file = { url: `${base}/tool`, checksums: `${base}/SUMS`, program: "tool" };
    await expect(download(file, folder)).rejects.toThrow(/127\.0\.0\.1:\d+ can't be reached/);
    await expect(download(file, folder)).rejects.toThrow(Unavailable);
  });

  it("from a host that takes connections but never answers is given up after 5 s, and never tried again", async () => {
    let asked = 0;
    server.removeAllListeners("request").on("request", () => (asked += 1));
    const file = { url: `${base}/tool`, checksums: `${base}/SUMS`, program: "tool" };
    const start = Date.now();
    await expect(download(file, folder)).rejects.toThrow(Unavailable);
    await expect(download(file, folder)).rejects.toThrow(Unavailable);
    server.closeAllConnections();

    expect(Date.now() - start).toBeLessThan(8_000);
    expect(asked).toBe(1);
  });
});

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function archiveOf(folder: string, content: Readonly<Record<string, string>>): Buffer {
  const source = join(folder, "source");
  mkdirSync(join(source, "tool-v1"), { recursive: true });
  for (const [name, text] of Object.entries(content)) {
    writeFileSync(join(source, "tool-v1", name), text);
  }
  const file = join(folder, "source.tar.gz");
  create({ gzip: true, file, cwd: source, sync: true }, ["tool-v1"]);
  return readFileSync(file);
}
