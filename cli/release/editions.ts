import { userInfo } from "node:os";
import type { ServiceName } from "../../infra/system";
import { type Edition, withEdits } from "../../release/edits";
import type { ServiceRelease, Stamp } from "../../release/service-release";
import { askGit, type CommittedText, committedTexts } from "../../stacks/committed-file";
import { timeText } from "../../stacks/time-text";
import { ROOT } from "../folders";
import { readRelease, releaseIn, type ReleaseSettings } from "./stack-file";

/**
 * What a stack is to run, for a command that goes on from there: a version that somebody wrote into the file is a revision
 * like any other.
 * @throws {UserError} if there is no such stack, or with all that is wrong with its release
 */
export function releaseWithEdits(stack: string): ReleaseSettings {
  const settings = readRelease(stack);
  const committed = committedSettings(`Pulumi.${stack}.yaml`);
  const services = Object.entries(settings.services).map(([service, release]) => {
    const editions = [...committed.flatMap((commit) => editionOf(commit, service)), { release }];
    return [service, withEdits(editions) ?? release];
  });
  return { ...settings, services: Object.fromEntries(services) as Record<ServiceName, ServiceRelease> };
}

/** Who brings something in now, and when: in a workflow, the one for whom GitHub runs it. */
export function stampNow(): Stamp {
  const at = timeText(new Date());
  const { GITHUB_ACTOR: actor } = process.env;
  if (actor) {
    return { at, by: actor };
  }
  const [name = ""] = askGit(ROOT, ["config", "user.name"]).split("\n");
  return { at, by: name === "" ? userInfo().username : name };
}

interface CommittedSettings extends CommittedText {
  readonly settings: ReleaseSettings;
}

function editionOf({ settings, at, by, subject }: CommittedSettings, service: string): readonly Edition[] {
  const release = settings.services[service as ServiceName] as ServiceRelease | undefined;
  return release === undefined ? [] : [{ release, at, by, subject }];
}

function committedSettings(file: string): readonly CommittedSettings[] {
  return committedTexts(ROOT, file).flatMap((commit) => {
    try {
      return [{ ...commit, settings: releaseIn(file, commit.text) }];
    } catch {
      // Somebody had broken it then.
      return [];
    }
  });
}
