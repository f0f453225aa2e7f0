import { run } from "../runtime/run";
import { grantAccess } from "./access";

const say = (command: (environment: NodeJS.ProcessEnv) => Promise<string>) => async () => {
  console.log(await command(process.env));
};

run(() => Promise.reject(new Error("say what to do: grant-access.")), { "grant-access": say(grantAccess) });
