/** `2026-11-30 09:30 UTC` */
export function minuteText(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
