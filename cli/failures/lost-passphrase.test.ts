import { expect, it } from "vitest";
import { passphraseRemedies } from "./lost-passphrase";

it("a passphrase that was lost is named, and how to start afresh", () => {
  const said = "getting stack configuration: get stack secrets manager: incorrect passphrase";
  expect(passphraseRemedies(said).join(" ")).toMatch(
    /\.sandbox\/pulumi\/passphrase .* npm run down, then npm run up\.$/,
  );
  expect(passphraseRemedies("connection refused")).toEqual([]);
});
