import { migration, reachedAtStart } from "../runtime/database";
import { run, serve } from "../runtime/run";
import { checkVersionsCommand } from "../runtime/version-check";
import { thoughtsBackend } from "./server";

const start = async () => {
  await reachedAtStart(process.env);
  await serve(await thoughtsBackend(process.env));
};

run(start, {
  "check-versions": checkVersionsCommand,
  migrate: migration(__dirname),
});
