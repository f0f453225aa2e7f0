import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { recipesIn } from "../../sandbox/images/recipe";
import { FLAGS } from "../flags";
import { definitionOf, SERVICES } from "../system";

const ROOT = join(__dirname, "..", "..");
const definitions = SERVICES.map(definitionOf);

describe("the services", () => {
  it("share no name, address, host, repository, shared key or time of a drill", () => {
    const unique = definitions.flatMap(({ name, address, host, repository, urlKey, database }) => [
      ...[`name ${name}`, `address ${address.name}`, `host ${host}`, `repository ${repository}`],
      ...(urlKey === undefined ? [] : [`key ${urlKey}`]),
      ...(database ? [`repository ${database.repository}`, `drill ${database.drillSchedule}`] : []),
    ]);
    expect(unique.filter((one, index) => unique.indexOf(one) !== index)).toEqual([]);
  });

  it("share no flag", () => {
    expect(Object.keys(FLAGS)).toHaveLength(definitions.flatMap(({ flags = {} }) => Object.keys(flags)).length);
  });

  it("run the images that the application packs, of the repositories that it names", () => {
    const packed = recipesIn(ROOT).map(({ service, repository, database }) => ({ service, repository, database }));
    const defined = definitions.map(({ name, repository, database }) => ({
      service: name,
      repository,
      database: database?.repository,
    }));
    expect(packed.toSorted(byService)).toEqual(defined.toSorted(byService));
  });
});

interface Packed {
  readonly service: string;
  readonly repository: string;
  readonly database: string | undefined;
}

function byService(one: Packed, other: Packed): number {
  return one.service < other.service ? -1 : 1;
}
