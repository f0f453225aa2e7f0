import type { Problem } from "./problems";

/** What is wrong with the number of a port. */
export function checkPort(path: string, port: number): readonly Problem[] {
  return Number.isInteger(port) && port >= 1 && port <= 65_535
    ? []
    : [{ path, message: `${port} is no port; use a whole number from 1 to 65535.` }];
}
