/** By what images are made: Debian's packages, without a container engine, or Docker. */
export const PACKERS = ["packages", "docker"] as const;
export type PackerKind = (typeof PACKERS)[number];
