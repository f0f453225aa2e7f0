import { describe, expect, it } from "vitest";
import { checkChoice, type RehearsalChoice } from "./rehearsal-plan";

const choice = (options: Partial<RehearsalChoice>): RehearsalChoice => ({ stack: "staging", as: "deploy", ...options });

describe("options of a rehearsal", () => {
  it.each([
    choice({ stack: "bootstrap-staging", unused: true }),
    choice({ as: "operate", unused: true }),
    choice({ keep: true, unused: true }),
  ])("are refused where unused rights can't be told: %o", (options) => {
    expect(() => checkChoice(options)).toThrow("--unused is for staging and production, as deploy or preview");
  });

  it.each([choice({ stack: "bootstrap-staging", as: "preview" }), choice({ as: "operate", from: "HEAD~1" })])(
    "are refused where nobody but administrators works, or several programs run: %o",
    (options) => {
      expect(() => checkChoice(options)).toThrow(`--as ${options.as} is for staging and production, without --from`);
    },
  );

  it.each([
    choice({ unused: true }),
    choice({ as: "preview", unused: true }),
    choice({ from: "HEAD~1", unused: true }),
    choice({ stack: "bootstrap-staging", keep: true }),
    choice({ as: "operate", keep: true }),
  ])("go with each other otherwise: %o", (options) => {
    expect(() => checkChoice(options)).not.toThrow();
  });
});
