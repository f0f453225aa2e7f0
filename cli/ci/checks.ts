/** How much of a pull request is checked: as CI does, what the change can touch, or nothing. */
export const CHECKS = ["all", "changed", "none"] as const;
export type Checks = (typeof CHECKS)[number];
