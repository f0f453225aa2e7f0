// Stand-in for the official Pulumi AWS provider plugin: its cloud is a folder, and no account is ever reached.
import { engineAt, silent } from "../wire/engine";
import { engineAddress, serve } from "../wire/serve";
import { Cloud } from "./cloud";
import { readFaults } from "./faults";
import { Provider } from "./provider";
import { service } from "./service";

const folder = process.env.AWS_STAND_IN_CLOUD;
if (folder === undefined) {
  throw new Error("AWS_STAND_IN_CLOUD is not set; it has to name the folder that takes the place of the cloud.");
}
const address = engineAddress();
const engine = address === undefined ? silent : engineAt(address);
const faults = readFaults(process.env.AWS_STAND_IN_FAULTS ?? "[]");
serve(service(new Provider({ cloud: new Cloud(folder), faults, engine })));
