/** @returns undefined for what is no time: people can write anything into an annotation */
export function instantOf(text: string | undefined): Date | undefined {
  const instant = new Date(text ?? "");
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}
