import { withLock } from "../engine/process/lock";
import { LOCK, lockOf, rehearsalsOf } from "./folders";
import { interruptible, sayInterrupted } from "./interruption";

/** Does the work while no other command works on this clone's environment. */
export function alone(work: () => Promise<void>): Promise<void> {
  return interruptible(sayWhatNext, () =>
    withLock(LOCK, work, {
      onWait: (pid) => console.log(`process ${pid} works on this clone's environment; waiting until it has ended`),
    }),
  );
}

/** Does the work on a demo, beside that on others, while no other command works on this demo or on what it is a copy of. */
export function aloneOn(demo: string, work: () => Promise<void>): Promise<void> {
  const onWait = (pid: number) =>
    console.log(`process ${pid} works on ${demo} or its source; waiting until it has ended`);
  return interruptible(sayWhatNext, () =>
    withLock(LOCK, () => withLock(lockOf(demo), work, { onWait }), { shared: true, onWait }),
  );
}

function sayWhatNext(): void {
  sayInterrupted(". Run it again to go on; npm run down removes all that is up.");
}

/** Does the work while no other command rehearses the stack in this clone. */
export function rehearsingAlone(stack: string, work: () => Promise<void>): Promise<void> {
  return withLock(`${rehearsalsOf(stack)}.lock`, work, {
    onWait: (pid) => console.log(`process ${pid} rehearses ${stack} in this clone; waiting until it has ended`),
  });
}
