import type { Problem } from "../components/base/problems";
import type { ServiceName } from "./services/names";

/** The services that check tokens. */
export const VERIFIERS = ["thoughts-backend", "frontend"] as const satisfies readonly ServiceName[];
export type Verifier = (typeof VERIFIERS)[number];

/** Which generations of the key pair that signs tokens are where; two while they are rotated. */
export interface TokenKeys {
  /** Those that are kept, the older one first. */
  readonly kept: readonly number[];
  /** The one that users-backend signs with. */
  readonly signer: number;
  /** Those whose tokens a service accepts, the older one first. */
  readonly accepted: Readonly<Record<Verifier, readonly number[]>>;
}

/** A token that users-backend signs has to be accepted wherever it is shown. */
export function checkTokenKeys({ kept, signer, accepted }: TokenKeys): readonly Problem[] {
  const problems: Problem[] = VERIFIERS.filter((name) => !accepted[name].includes(signer)).map((name) => ({
    path: `accepted.${name}`,
    message:
      `${name} accepts the generations ${accepted[name].join(", ")}, and users-backend signs with ${signer}: everybody who ` +
      "logs in would be refused. Give it the new key before users-backend signs with it.",
  }));
  const lost = [...new Set([signer, ...VERIFIERS.flatMap((name) => accepted[name])])].filter(
    (generation) => !kept.includes(generation),
  );
  for (const generation of lost) {
    problems.push({ path: "kept", message: `generation ${generation} is used, and is not among those that are kept.` });
  }
  return problems;
}
