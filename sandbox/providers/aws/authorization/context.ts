/** A value of a condition key: text, or a list where AWS says that the key has several values. */
export type ContextValue = string | readonly string[];

/** Condition keys of a call, found whatever the case of their letters. */
export class Context {
  private readonly values = new Map<string, ContextValue>();

  /** @param layers what is said of the call; a later one wins */
  constructor(...layers: readonly Readonly<Record<string, ContextValue>>[]) {
    for (const layer of layers) {
      for (const [key, value] of Object.entries(layer)) this.values.set(key.toLowerCase(), value);
    }
  }

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html: names of keys have no case. */
  get(key: string): ContextValue | undefined {
    return this.values.get(key.toLowerCase());
  }

  /** The value of a policy variable, which is never one of several. */
  readonly variable = (key: string): string | undefined => {
    const value = this.get(key);
    return typeof value === "string" ? value : undefined;
  };
}

/** The values of a key. A text without characters is none, as AWS has it for its set operators. */
export function valuesOf(value: ContextValue | undefined): readonly string[] {
  return [value ?? []].flat().filter((one) => one !== "");
}
