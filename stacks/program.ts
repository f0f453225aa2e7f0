import * as pulumi from "@pulumi/pulumi";
import { createApplications } from "../infra/applications";
import { type CloudOutputs, cloudOutputsOf } from "../infra/cloud-outputs";
import { deliveryText } from "../infra/delivery/choice";
import { schemeOf } from "../infra/edge/exposures";
import { comingVersions, type Environment } from "../infra/environment";
import { expiredFlags } from "../infra/flags";
import { createFoundation } from "../infra/foundation";
import { offerOf, type SharedEnvironment } from "../infra/offer";
import { byService, SERVICES, type ServiceName } from "../infra/system";
import { judgeVersions } from "../infra/version-gate";
import { versionWord } from "../release/version-word";
import { DELIVERY, SETS, setWords, type SetWords, VERSIONS } from "./running";
import { OFFER } from "./source";

/** What a stack tells others: people, scripts, and stacks that refer to it. */
export interface Outputs extends Partial<CloudOutputs> {
  readonly namespace: pulumi.Output<string>;
  /** Addresses from outside, by service or tool. */
  readonly urls: Readonly<Record<string, string>>;
  /** What others that stand on the same platform use of it. @default - undefined where nobody may */
  readonly [OFFER]?: pulumi.Output<SharedEnvironment>;
  /** Who applies the services. A run that only prepares another owner changes nothing else that is seen. @default - undefined: Pulumi */
  readonly [DELIVERY]?: string;
  /** Steps of rotations of the token keys so far: what is deployed, whatever a file says by now. */
  readonly keysStep: pulumi.Output<number>;
  /** The version of each service, with its digest if it is pinned; of a change that is under way, the one that is coming. */
  readonly [VERSIONS]: Readonly<Record<ServiceName, pulumi.Output<string>>>;
  /** The release set that a service's version came in, and what ran before it. @default - undefined: each came alone */
  readonly [SETS]?: Readonly<Partial<Record<ServiceName, pulumi.Output<SetWords>>>>;
}

/**
 * The whole program, for an environment that was checked.
 * @param today the day to judge by what has an end: `2026-11-25`
 */
export function runProgram(environment: Environment, today: string): Outputs {
  for (const warning of [...expiredFlags(today), ...judgeVersions(environment, today).warnings]) {
    void pulumi.log.warn(warning);
  }
  const foundation = createFoundation(environment);
  const { namespace, services, tools, keysStep } = createApplications(environment, foundation);
  const scheme = schemeOf(environment.platform);
  const reachable = Object.entries({ ...services, ...tools }).filter(([, { host }]) => host !== undefined);
  const offer = offerOf(environment, foundation);
  const coming = comingVersions(environment);
  const sets = SERVICES.flatMap((name) => {
    const { set } = coming[name];
    return set === undefined ? [] : [[name, services[name].deploymentName.apply(() => setWords(set))] as const];
  });
  const delivery = deliveryText(environment.delivery);
  const cloud = cloudOutputsOf(environment, foundation);
  // In a preview too. Else "done" would be all that a run says of what RDS has put off.
  cloud?.waitsForMaintenance.apply((notes) => {
    for (const note of notes) {
      void pulumi.log.warn(note);
    }
  });
  return {
    ...(offer && { [OFFER]: offer }),
    ...cloud,
    namespace,
    ...(delivery !== undefined && { [DELIVERY]: delivery }),
    // Of the resource: a run that was refused leaves what was deployed before.
    keysStep,
    [VERSIONS]: byService((name) => services[name].deploymentName.apply(() => versionWord(coming[name]))),
    ...(sets.length > 0 && { [SETS]: Object.fromEntries(sets) }),
    urls: Object.fromEntries(reachable.map(([name, { host }]) => [name, `${scheme}://${host ?? ""}`])),
  };
}
