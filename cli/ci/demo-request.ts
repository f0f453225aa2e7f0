import { z } from "zod";
import { UserError } from "../../engine/user-error";
import { BRANCH_PATTERN, OWNER_PATTERN, SCOPE_PATTERN } from "../../stacks/demo-settings";
import { DEMO_PREFIX } from "../../stacks/names";

/** The label that asks for a demo. */
export const DEMO_LABEL = "demo";

/** What an event of a pull request asks for. */
export type DemoRequest =
  | {
      readonly kind: "up";
      readonly name: string;
      readonly owner: string;
      readonly scope: string;
      readonly branch: string;
      /** The newest commit of the branch. */
      readonly commit: string;
    }
  /** It is closed, or the label is taken off. */
  | { readonly kind: "down"; readonly name: string }
  /** It wants a demo, and can't have one. */
  | { readonly kind: "refused"; readonly why: string }
  /** It wants none. */
  | { readonly kind: "none" };

/**
 * What GitHub says of an event, as far as it is read here.
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
 */
const event = z.object({
  action: z.string(),
  label: z.object({ name: z.string() }).optional(),
  pull_request: z.object({
    number: z.int().positive(),
    title: z.string(),
    state: z.enum(["open", "closed"]),
    user: z.object({ login: z.string() }),
    labels: z.array(z.object({ name: z.string() })),
    head: z.object({
      ref: z.string(),
      sha: z.string().regex(/^[0-9a-f]{40}$/),
      // Of a fork that is gone, it says nothing.
      repo: z.object({ full_name: z.string() }).nullable(),
    }),
    base: z.object({ repo: z.object({ full_name: z.string() }) }),
  }),
});

/**
 * What an event of a pull request asks for. Anybody can write a title, a name and a branch: each becomes what a demo may have.
 * @param text of the file that GitHub Actions names in GITHUB_EVENT_PATH
 * @throws {UserError} if it is no event of a pull request
 */
export function demoRequest(text: string): DemoRequest {
  const { action, label, pull_request: pullRequest } = eventIn(text);
  const { number, title, state, user, labels, head, base } = pullRequest;
  const name = `${DEMO_PREFIX}pr-${number}`;
  const isLabelled = labels.some(isDemoLabel);
  const isTakenOff = action === "unlabeled" && label !== undefined && isDemoLabel(label);
  if (!isLabelled && !isTakenOff) {
    return { kind: "none" };
  }
  if (head.repo?.full_name !== base.repo.full_name) {
    const why = "it comes from a fork, and GitHub gives no workflow of a fork the credentials that a demo needs";
    return { kind: "refused", why };
  }
  if (state === "closed" || isTakenOff) {
    return { kind: "down", name };
  }
  if (!BRANCH_PATTERN.test(head.ref)) {
    const why = "the name of its branch has other characters than letters, digits and _.-/+#@=, or is too long";
    return { kind: "refused", why };
  }
  const { sha: commit, ref: branch } = head;
  return { kind: "up", name, owner: ownerOf(user.login), scope: scopeOf(number, title), branch, commit };
}

/** As GitHub compares names in its expressions: in any case. */
function isDemoLabel({ name }: { readonly name: string }): boolean {
  return name.toLowerCase() === DEMO_LABEL;
}

function eventIn(text: string): z.infer<typeof event> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    given = undefined;
  }
  const { success, data, error } = event.safeParse(given);
  if (!success) {
    const [issue] = error.issues;
    throw new UserError(
      `the event is none of a pull request (${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}); name the file that GitHub ` +
        "Actions has in GITHUB_EVENT_PATH.",
    );
  }
  return data;
}

/** Whoever opened it, as a team is called: `dependabot[bot]` is `dependabot-bot`. */
function ownerOf(login: string): string {
  const owner = login
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replaceAll(/^-|-$/g, "");
  return OWNER_PATTERN.test(owner) ? owner : "unknown";
}

/** The title, in one line without what moves a cursor or turns a text. */
function scopeOf(number: number, title: string): string {
  const clean = title.replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, " ");
  const scope = Array.from(`#${number} ${clean}`).slice(0, 200).join("").trim();
  return SCOPE_PATTERN.test(scope) ? scope : `#${number}`;
}
