import { migration } from "../runtime/database";
import { run, serve } from "../runtime/run";
import { thoughtsBackend } from "./server";

run(async () => serve(await thoughtsBackend(process.env)), { migrate: migration(__dirname) });
