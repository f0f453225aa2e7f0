import type { Call, Subject, TypeCalls } from "../call";
import { calling, callingEach } from "./arns";
import { newTags, oldTags, requestTags, resourceTags, tagging } from "./tag-keys";

/** What most services do alike with what has a name of the program's, so that its ARN is known before it is there. */
export interface Named {
  readonly arn: (subject: Subject) => string;
  /** Makes it, with its tags. */
  readonly make: string;
  /** What gives tags, at a creation too, and what takes them off. */
  readonly tags: readonly [give: string, take: string];
  /** What it is read by: about it, by its tags. */
  readonly look: readonly string[];
  /** Other calls of a creation, after it is there. @default - none */
  readonly after?: (subject: Subject) => readonly Call[];
  /** Calls that the inputs cause which an update changes. @default - none */
  readonly change?: (subject: Subject) => readonly Call[];
  readonly remove: string;
  /** Other calls of a reading. @default - none */
  readonly also?: (subject: Subject) => readonly Call[];
}

/** Keys of a call about what is there: its tags, which a new thing has from its creation on. */
export function keysOfIt(subject: Subject): Call["context"] {
  const there = subject.properties !== undefined || subject.olds !== undefined;
  return resourceTags(there ? oldTags(subject) : newTags(subject));
}

/** The calls about something with a name. */
export function named({ arn, make, tags, look, after, change, remove, also }: Named): TypeCalls {
  const read = (subject: Subject) => [
    ...callingEach(look, arn(subject), keysOfIt(subject)),
    ...(also?.(subject) ?? []),
  ];
  return {
    create: (subject) => {
      const given = requestTags(newTags(subject));
      const actions = Object.keys(given).length === 0 ? [make] : [make, tags[0]];
      return [...callingEach(actions, arn(subject), given), ...(after?.(subject) ?? []), ...read(subject)];
    },
    read,
    update: (subject) => [...(change?.(subject) ?? []), ...tagging(subject, arn(subject), tags), ...read(subject)],
    remove: (subject) => [calling(remove, arn(subject), keysOfIt(subject)), ...read(subject)],
  };
}

/** A setting that is put as a whole, read and taken away by one action each. @param arn of what it is a setting of */
export function setting(
  on: (subject: Subject, action: string) => Call,
  put: string,
  get: string,
  remove: string,
): TypeCalls {
  const putting = (subject: Subject) => [on(subject, put), on(subject, get)];
  return {
    create: putting,
    read: (subject) => [on(subject, get)],
    update: putting,
    remove: (subject) => [on(subject, remove)],
  };
}
