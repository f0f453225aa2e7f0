import { connect, migration, reachedAtStart, readDatabase } from "../runtime/database";
import { run, serve } from "../runtime/run";
import { usersBackend } from "./server";
import { Users } from "./users";

/** People to try it with; the password is the name (docs/system.md#http). */
const SEED_USERS = ["bruce", "stephen"];

const start = async () => {
  await reachedAtStart(process.env);
  await serve(await usersBackend(process.env));
};

run(start, {
  migrate: migration(__dirname),
  seed: async () => {
    const pool = connect(readDatabase(process.env));
    const users = new Users(pool);
    for (const name of SEED_USERS) {
      console.log((await users.add(name, name)) === undefined ? `${name} is there` : `${name} was added`);
    }
    await pool.end();
  },
});
