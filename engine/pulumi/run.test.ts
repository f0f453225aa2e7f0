import { describe, expect, it } from "vitest";
import { complaint } from "./run";

describe("what the engine complains about", () => {
  it("is its own lines, once each, without its command line", () => {
    const command = "Command failed with exit code 1: pulumi up --yes";
    const error = "error: getting stack configuration: incorrect passphrase";
    const message = `code: -2\n stdout: \n stderr: ${command}\n${error}\n err?: Error: ${command}\n${error}\n`;
    expect(complaint(message)).toBe("getting stack configuration: incorrect passphrase");
    expect(complaint("code: 255\n stdout: \n stderr: error: no stack")).toBe("no stack");
  });

  it("is all that the SDK says, if the engine said nothing", () => {
    expect(complaint("spawn pulumi ENOENT")).toBe("spawn pulumi ENOENT");
  });
});
