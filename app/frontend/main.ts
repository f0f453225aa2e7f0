import { run, serve } from "../runtime/run";
import { checkVersionsCommand } from "../runtime/version-check";
import { frontend } from "./server";

run(async () => serve(await frontend(process.env)), { "check-versions": checkVersionsCommand });
