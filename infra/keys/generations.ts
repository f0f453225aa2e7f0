import type { Problem } from "../../components/base/problems";
import type { SERVICE_DEFINITIONS } from "../services";
import type { TokenKeysPart } from "../services/definition";
import { definitionOf, type ServiceName, SERVICES } from "../system";

type NameWith<Kind extends TokenKeysPart["kind"]> = Extract<
  (typeof SERVICE_DEFINITIONS)[number],
  { readonly tokenKeys: { readonly kind: Kind } }
>["name"];
export type Verifier = NameWith<"verifier">;
type Signer = NameWith<"signer">;

/** The services that check tokens. */
export const VERIFIERS: readonly Verifier[] = SERVICES.filter(
  (name): name is Verifier => definitionOf(name).tokenKeys?.kind === "verifier",
);

/** The service that signs them. */
export const SIGNER: Signer = signerAmong(SERVICES);

/** How long a token is accepted (docs/system.md#tokens). */
export const TOKEN_LIFETIME_SECONDS = 2 * 24 * 60 * 60;

/** Which generations of the key pair that signs tokens are where; two while they are rotated. */
export interface TokenKeys {
  /** Those that are kept, the older one first. */
  readonly kept: readonly number[];
  /** The one that tokens are signed with. */
  readonly signer: number;
  /** Those whose tokens a service accepts, the older one first. */
  readonly accepted: Readonly<Record<Verifier, readonly number[]>>;
  /** Steps of rotations so far, of which none may be left out. */
  readonly position: number;
  /** ISO 8601: when the last tokens of a key that goes in this step have expired. @default - no key goes */
  readonly notBefore?: string | undefined;
}

/** A token that is signed has to be accepted wherever it is shown. */
export function checkTokenKeys({ kept, signer, accepted, notBefore }: TokenKeys): readonly Problem[] {
  const problems: Problem[] = VERIFIERS.filter((name) => !accepted[name].includes(signer)).map((name) => ({
    path: `accepted.${name}`,
    message:
      `${name} accepts the generations ${accepted[name].join(", ")}, and ${SIGNER} signs with ${signer}: everybody who ` +
      `logs in would be refused. Give it the new key before ${SIGNER} signs with it.`,
  }));
  const lost = [...new Set([signer, ...VERIFIERS.flatMap((name) => accepted[name])])].filter(
    (generation) => !kept.includes(generation),
  );
  for (const generation of lost) {
    problems.push({ path: "kept", message: `generation ${generation} is used, and is not among those that are kept.` });
  }
  const dropped = kept.filter((one) => one !== signer && VERIFIERS.every((name) => !accepted[name].includes(one)));
  if (dropped.length > 0 && notBefore === undefined) {
    problems.push({
      path: "retired",
      message:
        `no service accepts generation ${dropped.join(", ")} any more, and it is not said since when nothing is signed with ` +
        `it. Go there by "npx thoughts keys next", which writes the time.`,
    });
  }
  return problems;
}

/** @throws {Error} unless one service signs */
function signerAmong(services: readonly ServiceName[]): Signer {
  const [signer, ...others] = services.filter(
    (name): name is Signer => definitionOf(name).tokenKeys?.kind === "signer",
  );
  if (signer === undefined || others.length > 0) {
    throw new Error("one service signs tokens; tokenKeys in infra/services/<name>.ts says which.");
  }
  return signer;
}
