/** Names of variables whose values nobody may see. */
const NAMES = /(?:TOKEN|SECRET|PASSWORD|PASSPHRASE|SECRET_ACCESS_KEY|API_KEY|PRIVATE_KEY)$/i;

/** Secrets that the command itself was started with. */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) => (value && NAMES.test(name) ? [value] : []));
}
