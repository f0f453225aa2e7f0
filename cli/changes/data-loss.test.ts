import { describe, expect, it } from "vitest";
import type { Change } from "../../engine/pulumi/change";
import { dataLosses, demandAgreement } from "./data-loss";

const NAMESPACE: Change = {
  op: "replace",
  type: "kubernetes:core/v1:Namespace",
  name: "namespace",
  before: { metadata: { name: "example" } },
};
const PASSWORD: Change = { op: "delete", type: "pulumi-nodejs:dynamic/generated:Password", name: "users-password" };
const DEPLOYMENT: Change = { op: "replace", type: "kubernetes:apps/v1:Deployment", name: "frontend-deployment" };

describe("a change of what holds data", () => {
  it("is named with what it holds, if it is replaced or deleted", () => {
    expect(dataLosses([NAMESPACE, DEPLOYMENT, PASSWORD])).toEqual([
      "  - Password users-password: the password",
      "  ± Namespace example: all that is in it",
    ]);
  });

  it.each(["create", "update"])("is no loss, if it is a %s", (op) => {
    expect(dataLosses([{ ...NAMESPACE, op }])).toEqual([]);
  });

  it("is refused where nobody can be asked, with what to pass", async () => {
    await expect(demandAgreement([NAMESPACE], false)).rejects.toThrow(
      "this replaces or deletes what holds data:\n  ± Namespace example: all that is in it\n" +
        "Nobody is here to be asked, so nothing was changed. If it is meant:\n  npm run up -- --allow-data-loss",
    );
  });

  it("is made, if it was allowed beforehand", async () => {
    await expect(demandAgreement([NAMESPACE], true)).resolves.toBeUndefined();
  });

  it("is not asked about, if no data is lost", async () => {
    await expect(demandAgreement([DEPLOYMENT], false)).resolves.toBeUndefined();
  });
});
