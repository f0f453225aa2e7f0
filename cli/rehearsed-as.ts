/** Roles that an environment can be rehearsed as. */
export const REHEARSED_AS = ["deploy", "preview", "operate"] as const;
export type RehearsedAs = (typeof REHEARSED_AS)[number];
