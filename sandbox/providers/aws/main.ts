// Stand-in for the official Pulumi AWS provider plugin: its cloud is a folder, and no account is ever reached.
import { engineAt, silent } from "../wire/engine";
import { engineAddress, serve } from "../wire/serve";
import { Authority } from "./authorization/authority";
import { Ledger } from "./authorization/ledger";
import { Cloud } from "./cloud";
import { readFaults } from "./faults";
import { Provider } from "./provider";
import { service } from "./service";

/** @throws {Error} if it is not there */
function variable(name: string, what: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set; it has to name ${what}.`);
  return value;
}

const cloud = new Cloud(variable("AWS_STAND_IN_CLOUD", "the folder that takes the place of the cloud"));
const role = process.env.AWS_STAND_IN_ROLE;
const authority =
  role === undefined
    ? undefined
    : (account: string) =>
        new Authority({
          account,
          role,
          things: new Cloud(variable("AWS_STAND_IN_ACCOUNT", "the folder of what the account's own stack made")).all(),
          ledger: new Ledger(variable("AWS_STAND_IN_LEDGER", "the file that gets what was allowed and refused")),
        });
const address = engineAddress();
const engine = address === undefined ? silent : engineAt(address);
const faults = readFaults(process.env.AWS_STAND_IN_FAULTS ?? "[]");
serve(service(new Provider({ cloud, faults, engine, ...(authority && { authority }) })));
