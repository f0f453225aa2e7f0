import { UserError } from "../../engine/user-error";
import { definitionOf, type ServiceName } from "../../infra/system";
import type { AwsStack } from "../../stacks/names";
import { withRegistries } from "../images/open-registries";
import { recordSmokeTest } from "../images/records";
import { stampNow } from "../release/editions";
import { required } from "../steps";
import type { Finding } from "./smoke";
import { versionsOf } from "./versions";

/** What was asked, and what was found. */
export interface Tested {
  readonly services: readonly ServiceName[];
  readonly findings: readonly Finding[];
  /** Tags of the images that serving pods run, by service. */
  readonly tested: Readonly<Record<string, readonly string[]>>;
}

/** Attaches to each image that runs what was found, for `images promote`. */
export async function writeDown(stack: AwsStack, { services, findings, tested }: Tested): Promise<void> {
  const { at = "", by = "" } = stampNow();
  const say = (line: string) => {
    console.error(line);
  };
  await withRegistries({ own: stack, others: [], say }, async ({ copier, places }) => {
    const { registry } = required(places[stack]);
    for (const service of services) {
      const wrong = findings.find((finding) => finding.service === service && finding.problem !== undefined);
      const problem = wrong && `${wrong.question} from ${wrong.from}: ${wrong.problem ?? ""}`;
      for (const tag of versionsOf(stack)[service]) {
        const { repository } = definitionOf(service);
        if (tested[service]?.includes(tag) !== true) {
          console.log(`not written on ${repository}:${tag}: no pod of it serves, so it was not tested`);
          continue;
        }
        const digest = await copier.digestOf(`${registry}/${repository}:${tag}`);
        if (digest === undefined) {
          throw new UserError(
            `${repository}:${tag} is not in ${registry}, so what was found can't be written on it; bring it there: npx thoughts images push ${stack}.`,
          );
        }
        const passed = wrong === undefined;
        await recordSmokeTest(copier, `${registry}/${repository}@${digest}`, { stack, tag, by, at, passed, problem });
        console.log(`written on ${repository}:${tag}: ${passed ? "passed" : "failed"}`);
      }
    }
  });
}
