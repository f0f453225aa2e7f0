// Runs a policy pack for the engine: `policy-runner.ts ENGINE-ADDRESS PACK`. It is the language host's own runner, but it
// ends with its engine: that one's error handler goes on for ever once nobody reads what it writes.
import { endWithParent } from "../process/parent";

endWithParent();
// A script: it reads the arguments and runs as it is loaded.
void import("@pulumi/pulumi/cmd/run-policy-pack/index.js");
