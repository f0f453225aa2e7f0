/** What to do if secrets in the state can't be read any more. @returns lines for people; none if they can */
export function passphraseRemedies(message: string): readonly string[] {
  return message.includes("incorrect passphrase")
    ? [
        "The passphrase in .sandbox/pulumi/passphrase is not the one that this environment was made with, so nobody can read its",
        "secrets any more. Bring that file back, or start afresh: npm run down, then npm run up.",
      ]
    : [];
}
