import { dirname } from "node:path";
import { RunError } from "@pulumi/pulumi";
import { checkTypes } from "./type-check";

// Who starts Pulumi transpiles the sources and does not type-check them: swc takes a mistyped key for one more key.
const complaint = checkTypes(dirname(__dirname));
if (complaint !== undefined) {
  throw new RunError(complaint);
}
