import { Listr } from "listr2";

/** One step of a command, as people see it. */
export interface Step {
  readonly title: string;
  /**
   * @param say shows what goes on now
   * @returns what stays on the screen once it is done
   */
  readonly run: (say: (line: string) => void) => Promise<string>;
}

/** What an earlier step left for a later one. */
export function required<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error("an earlier step left nothing.");
  }
  return value;
}

/** Runs steps one after the other and shows how far they are: moving on a screen, line by line in a log. */
export async function runSteps(steps: readonly Step[]): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  const tasks = steps.map(({ title, run }) => ({
    title,
    task: async (_: unknown, task: { title?: string; output: string }) => {
      try {
        task.title = await run((line) => (task.output = line));
      } catch (error) {
        failure = { error };
        throw new Error("see below");
      }
    },
  }));
  try {
    await new Listr(tasks, {
      // It would end the command at once (cli/interruption.ts).
      registerSignalListeners: false,
      fallbackRendererCondition: () => !process.stdout.isTTY,
      fallbackRenderer: "simple",
      rendererOptions: { showErrorMessage: false, collapseErrors: false },
    }).run();
  } catch (error) {
    // What went wrong is said once, by the one who called.
    throw failure === undefined ? error : failure.error;
  }
}
