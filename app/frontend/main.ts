import { run, serve } from "../runtime/run";
import { readAddresses } from "./backends";
import { frontend } from "./server";
import { checkVersions, DEPENDENCIES } from "./version-check";

run(async () => {
  if (!(await checkVersions(DEPENDENCIES, readAddresses(process.env), { say: console.log }))) {
    throw new Error("a dependency has not the version that this one needs; it does not start.");
  }
  await serve(await frontend(process.env));
}, {});
