import { rmSync } from "node:fs";
import { join } from "node:path";
import { changesText } from "../../engine/pulumi/progress";
import { runEngine } from "../../engine/pulumi/run";
import { UserError } from "../../engine/user-error";
import { checkOut } from "../../sandbox/rehearsal/program";
import type { Rehearsal } from "../../sandbox/rehearsal/rehearsal";
import { BOOTSTRAP_STACKS } from "../../stacks/names";
import { estimateOf } from "../cost/asked";
import { costChange, type CostChange } from "../cost/change";
import { ROOT } from "../folders";
import { NEVER_REHEARSED } from "../rehearsal-summary";
import { newRehearsal, rehearsalLog, rehearsing } from "../rehearsing";
import { promotionProblems } from "../release/promotion";
import { committedRelease, readRelease } from "../release/stack-file";
import type { ReportArgs } from "../report/build";
import type { Risk } from "../report/report";
import { required, runSteps, type Step } from "../steps";
import { today } from "../today";
import { checkProgram } from "../type-check";
import { type Base, baseText } from "./base";
import { costRisks } from "./cost-risks";
import { type Previewed, previewed, previewedText } from "./previewed";
import { releaseRisks } from "./release-risks";

type Say = (line: string) => void;

/**
 * What this working tree would change in a stack on AWS as another commit has brought it up: both are run in one rehearsal,
 * without credentials.
 * @throws {UserError} if the other commit's program can't be brought up
 */
export async function previewRehearsed(stack: string, base: Base): Promise<ReportArgs> {
  let found: ReportArgs | undefined;
  await rehearsing(stack, async () => {
    const run = new RehearsedPreview(stack, base);
    try {
      await runSteps(run.steps);
      found = run.report();
    } finally {
      await run.remove();
    }
  });
  return required(found);
}

/** One preview: each step leaves what the next one needs. */
class RehearsedPreview {
  readonly #log: string;
  /** Whether it compiles is a part of the preview: who rehearses the base waits for nothing. */
  readonly #checked = checkProgram();
  #rehearsal?: Rehearsal;
  #previewed?: Previewed;
  #cost?: Cost;

  constructor(
    private readonly stack: string,
    private readonly base: Base,
  ) {
    this.#log = rehearsalLog(stack);
  }

  get steps(): readonly Step[] {
    const { stack, base } = this;
    return [
      { title: `Prepare a rehearsal of ${stack}`, run: (say) => this.#prepare(say) },
      { title: `Create ${stack} as of ${baseText(base)}`, run: (say) => this.#createBase(say) },
      { title: `Preview ${stack}`, run: (say) => this.#preview(say) },
    ];
  }

  report(): ReportArgs {
    const { stack, base } = this;
    const release = risksOfRelease(stack, base);
    const cost = required(this.#cost);
    return {
      stack,
      base: `${baseText(base)}, in a rehearsal`,
      ...required(this.#previewed),
      risks: [...release.risks, ...cost.risks],
      unknown: [
        RIGHTS,
        ...NEVER_REHEARSED,
        ...required(this.#rehearsal).assumed(),
        ...release.unknown,
        ...cost.unknown,
      ],
      cost: cost.change,
    };
  }

  async remove(): Promise<void> {
    await this.#rehearsal?.remove();
    if (this.#previewed !== undefined && this.#previewed.failure === undefined) {
      rmSync(this.#log, { force: true });
    }
  }

  async #prepare(say: Say): Promise<string> {
    const { rehearsal } = await newRehearsal({ stack: this.stack }, say);
    this.#rehearsal = rehearsal;
    await rehearsal.start(say);
    return `Prepare a rehearsal of ${this.stack}: an embedded control plane, stand-ins for AWS and EKS`;
  }

  async #createBase(say: Say): Promise<string> {
    const { stack, base } = this;
    const rehearsal = required(this.#rehearsal);
    const program = join(rehearsal.folder, "program");
    try {
      await checkOut(ROOT, base.commit, program, say);
      const run = await runEngine(await rehearsal.open({ root: program }), "up", { say, log: this.#log });
      return `Create ${stack} as of ${baseText(base)}: ${changesText(run)}`;
    } catch (error) {
      throw error instanceof UserError
        ? new UserError(
            `${stack} as of ${baseText(base)} can't be brought up, so nothing can be compared with it.\n${error.message}`,
          )
        : error;
    }
  }

  async #preview(say: Say): Promise<string> {
    const rehearsal = required(this.#rehearsal);
    const result = await previewed(async () => {
      await this.#checked;
      return runEngine(await rehearsal.open({ root: ROOT }), "preview", { say, log: this.#log });
    });
    this.#previewed = result;
    this.#cost = costOf(this.stack, join(rehearsal.folder, "program"));
    return `Preview ${this.stack}: ${previewedText(result)}`;
  }
}

/** Its rehearsal is nobody's in particular. */
const RIGHTS = "whether roles have the rights for it (a rehearsal says it: npm run rehearse)";

interface Cost {
  readonly change?: CostChange;
  readonly risks: readonly Risk[];
  readonly unknown: readonly string[];
}

/** What it does to the bill, where both programs can be recorded. @param base the other commit's clone */
function costOf(stack: string, base: string): Cost {
  try {
    const [before, after] = [estimateOf(base, stack), estimateOf(ROOT, stack)];
    const change = costChange(before, after, today());
    return { change, risks: costRisks(change, before.notKnown), unknown: [] };
  } catch (error) {
    if (error instanceof UserError) {
      return { risks: [], unknown: [`what it costs: ${error.message}`] };
    }
    throw error;
  }
}

/** What speaks against the versions, where the files of both commits can be read. */
function risksOfRelease(
  stack: string,
  base: Base,
): { readonly risks: readonly Risk[]; readonly unknown: readonly string[] } {
  if (BOOTSTRAP_STACKS.includes(stack)) {
    // An account's own stack runs no service.
    return { risks: [], unknown: [] };
  }
  try {
    const before = committedRelease(stack, base.commit).services;
    const after = readRelease(stack).services;
    const unpromoted = stack === "production" ? promotionProblems(after) : [];
    return { risks: releaseRisks({ before, after, unpromoted }), unknown: [] };
  } catch (error) {
    if (error instanceof UserError) {
      return { risks: [], unknown: [`whether the versions of the release work together: ${error.message}`] };
    }
    throw error;
  }
}
