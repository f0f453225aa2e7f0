import { digits } from "./kind";

/** Four name servers of Route 53, each below another top-level domain; the same ones for the same seed. */
export function nameServers(seed: string): readonly string[] {
  const number = Number.parseInt(digits(seed, 3), 16) % 2_048;
  return ["org", "co.uk", "com", "net"].map(
    (domain, index) => `ns-${(number + index * 512) % 2_048}.awsdns-${index}${number % 10}.${domain}`,
  );
}
