/** A command to copy. @param effect what it does */
export function Command({ line, effect }: { readonly line: string; readonly effect?: string | undefined }) {
  return (
    <div class="command">
      <code>{line}</code>
      <button type="button" data-copy={line} aria-label={`Copy: ${line}`}>
        Copy
      </button>
      {effect !== undefined && <span class="effect">{effect}</span>}
    </div>
  );
}

/** A sentence that ends with a command, as the terminal shows it: `Start it with: npm run up`. */
export function Sentence({ text }: { readonly text: string }) {
  const [, words = text, line] = /^(.*): ((?:npm|npx) [^\n]+)$/s.exec(text) ?? [];
  return (
    <>
      <p class="sentence">{line === undefined ? words : `${words}:`}</p>
      {line !== undefined && <Command line={line} />}
    </>
  );
}
