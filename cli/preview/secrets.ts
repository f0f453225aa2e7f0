/** Names of variables whose values nobody may see. */
const NAMES = /(?:TOKEN|SECRET|PASSWORD|PASSPHRASE|SECRET_ACCESS_KEY|API_KEY|PRIVATE_KEY)$/i;

/** Whether what is called so is a secret. */
export function isSecretName(name: string): boolean {
  return NAMES.test(name);
}

/** Secrets that the command itself was started with. */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) => (value && isSecretName(name) ? [value] : []));
}
