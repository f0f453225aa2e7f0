import { run } from "../runtime/run";
import { grantAccess } from "./access";
import { drillRestore } from "./drill";

const say = (command: (environment: NodeJS.ProcessEnv) => Promise<string>) => async () => {
  console.log(await command(process.env));
};

run(() => Promise.reject(new Error("say what to do: grant-access or drill-restore.")), {
  "grant-access": say(grantAccess),
  "drill-restore": say((environment) => drillRestore(environment)),
});
