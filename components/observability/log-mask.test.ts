// The collector's expressions are Go's. What is asked here is written alike in JavaScript; log-collector.engine.test.ts asks the
// collector itself.
import { describe, expect, it } from "vitest";
import { logMasks } from "./log-mask";

/** As a collector with these masks writes a line. */
function masked(line: string): string {
  return logMasks(["password", "token"]).reduce((text, { regex, replaceWith }) => {
    const [, flags = "", expression = ""] = /^(?:\(\?([is]+)\))?([^]*)$/.exec(regex) ?? [];
    return text.replace(new RegExp(expression, `g${flags}`), replaceWith.replace("${1}", "$1"));
  }, line);
}

describe("what a line of a log does not show", () => {
  it.each([
    [
      "a private key",
      "read -----BEGIN RSA PRIVATE KEY-----#012MIIEow#012-----END RSA PRIVATE KEY----- of x",
      "read *** of x",
    ],
    ["a private key that is cut off", "-----BEGIN PRIVATE KEY-----\nMIIEow", "***"],
    ["a JSON web token", "refused eyJhbGciOiJSUzI1NiJ9.eyJ1c2VybmFtZSI6ImIifQ.c2ln: expired", "refused ***: expired"],
    [
      "a value that PostgreSQL has already",
      "DETAIL:  Key (token)=(hunter 2) already exists.",
      "DETAIL:  Key (token)=*** already exists.",
    ],
    ["one of several", "Key (token, org)=(hunter, 2) is not present", "Key (token, org)=*** is not present"],
    [
      "a row that PostgreSQL refuses",
      "DETAIL:  Failing row contains (1, anna, hunter2).#012a",
      "DETAIL:  Failing row contains ***a",
    ],
    ["a value in brackets", "password=(hunter)2 next", "password=*** next"],
  ])("is %s", (_, line, shown) => {
    expect(masked(line)).toBe(shown);
  });
});
