import { migration } from "../runtime/database";
import { run, serve } from "../runtime/run";
import { checkVersionsCommand } from "../runtime/version-check";
import { thoughtsBackend } from "./server";

run(async () => serve(await thoughtsBackend(process.env)), {
  "check-versions": checkVersionsCommand,
  migrate: migration(__dirname),
});
