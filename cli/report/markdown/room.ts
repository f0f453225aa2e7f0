/** Characters that are left of a text with a limit. */
export class Room {
  constructor(public left: number) {}

  /** As many lines as there is room for, up to a share of it; of the others, how many they are. */
  lines(lines: readonly string[], most: number, leftOut: (count: number) => string): readonly string[] {
    const reserve = leftOut(lines.length).length + 1;
    let room = Math.min(this.left, most) - reserve;
    const shown: string[] = [];
    for (const line of lines) {
      room -= line.length + 1;
      if (room < 0) {
        break;
      }
      shown.push(line);
    }
    const count = lines.length - shown.length;
    const all = count === 0 ? shown : [...shown, leftOut(count)];
    this.take(all.join("\n"));
    return all;
  }

  /** A text, if there is room for all of it. */
  whole(text: string): readonly string[] {
    if (text.length + 2 > this.left) {
      return [];
    }
    this.take(text);
    return [text];
  }

  take(text: string): void {
    // With the two lines' ends between it and what follows.
    this.left -= text.length === 0 ? 0 : text.length + 2;
  }
}
