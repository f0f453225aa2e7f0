/** Whose a demo is, what it is for, and until when: what somebody who finds its namespace has to know. */
export interface Lease {
  /** The team that answers for it, and whose members may look into it. */
  readonly owner: string;
  /** What is shown, in one line. */
  readonly scope: string;
  /** The stack whose cluster it is in. */
  readonly source: string;
  /** When it was made, in UTC. */
  readonly created: string;
  /** When it was changed last: from then its time counts. */
  readonly changed: string;
  /** When it may be removed. */
  readonly expires: string;
  /** The branch whose images it runs, and their commit. @default - it follows none */
  readonly follows?: string;
  /** Who accepted it, when, and which versions. @default - nobody yet */
  readonly signedOff?: string;
}

/** The label of a demo's namespace: the stack that it is a copy of. No other namespace has it. */
const DEMO_LABEL = "demo-of";

/** The label of whoever answers for it. */
export const OWNER_LABEL = "owner";

/** Labels of a demo's namespace, by which costs are told apart: by owner, and by what it is a copy of. */
export function leaseLabels({ owner, source }: Lease): Readonly<Record<string, string>> {
  return { [OWNER_LABEL]: owner, [DEMO_LABEL]: source };
}

/** The annotation of a demo's namespace that says when it may be removed. */
export const EXPIRES = "thoughts/expires";

/** The annotation that says when it was made. */
export const CREATED = "thoughts/created";

/** The annotation that says what is shown. */
export const SCOPE = "thoughts/scope";

/** The annotation that says which branch it follows, and at which commit it is. */
export const FOLLOWS = "thoughts/follows";

/** What no label can hold: texts with spaces, and times. */
export function leaseAnnotations({ scope, created, changed, expires, follows, signedOff }: Lease) {
  return {
    [SCOPE]: scope,
    [CREATED]: created,
    "thoughts/changed": changed,
    [EXPIRES]: expires,
    ...(follows !== undefined && { [FOLLOWS]: follows }),
    ...(signedOff !== undefined && { "thoughts/signed-off": signedOff }),
  };
}
