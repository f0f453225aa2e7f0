import { asText, textAt, type JsonObject } from "../../wire/json";
import type { Thing } from "../cloud";
import type { Refusal } from "../kind";

const CODE = "InvalidParameterCombination";

/**
 * Why RDS refuses a server's version: its parameter group is for another major version, or the step to it is not allowed.
 * @param before what the server was made from, or changed to last. @default - none: it is new
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.MajorVersion.html
 */
export function refusedVersion(
  inputs: JsonObject,
  parameterGroups: readonly Thing[],
  before?: JsonObject,
): Refusal | undefined {
  const to = textAt(inputs, "engineVersion");
  const from = before === undefined ? to : textAt(before, "engineVersion");
  if (isOlder(to, from)) {
    return { code: CODE, why: `Cannot upgrade postgres from ${from} to ${to}` };
  }
  if (majorOf(to) !== majorOf(from) && inputs.allowMajorVersionUpgrade !== true) {
    return {
      code: CODE,
      why: "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.",
    };
  }
  const group = parameterGroups.find(({ key }) => key === asText(inputs.parameterGroupName));
  const family = `postgres${majorOf(to)}`;
  if (group !== undefined && textAt(group.inputs, "family") !== family) {
    return {
      code: CODE,
      why:
        `The parameter group ${group.key} with DBParameterGroupFamily ${textAt(group.inputs, "family")} can't be used ` +
        `for this instance. Please use a Parameter Group with DBParameterGroupFamily ${family}`,
    };
  }
  return undefined;
}

function majorOf(version: string): number {
  return Number(version.split(".")[0]);
}

/** A major version alone stands for whichever minor one the server has. */
function isOlder(version: string, than: string): boolean {
  const [major, minor] = version.split(".").map(Number);
  const [otherMajor, otherMinor] = than.split(".").map(Number);
  if (major !== otherMajor) return Number(major) < Number(otherMajor);
  return minor !== undefined && otherMinor !== undefined && minor < otherMinor;
}
