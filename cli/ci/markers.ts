import { UserError } from "../../engine/user-error";
import { MARKER } from "../report/markdown/comment";

/** Stands first in the comment about a pull request's demo. It is a comment of its own: each is written by another workflow. */
export const DEMO_MARKER = "<!-- thoughts demo -->";

const MARKERS = [MARKER, DEMO_MARKER] as const;

/** What a comment begins with, by which it is found again. @throws {UserError} if that is none that is known */
export function markerOf(body: string): string {
  const marker = MARKERS.find((one) => body.startsWith(one));
  if (marker === undefined) {
    throw new UserError(
      `a comment begins with ${MARKERS.join(" or ")}, and this one does not; let a command write it.`,
    );
  }
  return marker;
}
