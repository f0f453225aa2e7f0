import { asleep, awake } from "../../../stacks/derivation";
import { changeDemo } from "../../env/bring-in";
import { checkDemoName } from "../../env/name";

/** `env sleep`: no pod of a demo runs until it is woken. */
export async function sleep(name: string): Promise<void> {
  checkDemoName(name);
  if (await changeDemo(name, asleep)) {
    console.log(`${name} sleeps, and keeps its data. Wake it: npx thoughts env wake ${name}`);
  }
}

/** `env wake`: a demo that sleeps runs again. */
export async function wake(name: string): Promise<void> {
  checkDemoName(name);
  const start = Date.now();
  if (await changeDemo(name, awake)) {
    console.log(`${name} is awake after ${Math.round((Date.now() - start) / 1_000)} s.`);
  }
}
