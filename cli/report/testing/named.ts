/** What a comment names, read back from it: `create Deployment frontend-deployment`. */
export function namedIn(comment: string): readonly string[] {
  return blocksOf(comment).flatMap((lines) => {
    const at = lines.indexOf("@@ by name only @@");
    const isFull = lines[0]?.startsWith("@@") === true && at !== 0;
    const [full, compact] = isFull
      ? [lines.slice(0, at < 0 ? undefined : at), at < 0 ? [] : lines.slice(at)]
      : [[], lines];
    return [...full.flatMap(namedInFull), ...joined(compact).flatMap(namedInCompact)];
  });
}

const OPS: Readonly<Record<string, string>> = { "+": "create", "!": "update", "-": "delete", "-/+": "replace" };

function blocksOf(comment: string): readonly (readonly string[])[] {
  return [...comment.matchAll(/```diff\n([\s\S]*?)\n```/g)].map(([, text = ""]) => text.split("\n"));
}

/** A resource's line begins with its mark and one space; its fields have more. */
function namedInFull(line: string): readonly string[] {
  const [, mark = "", rest = ""] = /^(\+|!|-|-\/\+) (\S.*?)(?: \((?:danger|warning|notice)\))?$/.exec(line) ?? [];
  return rest === "" ? [] : [`${OPS[mark] ?? ""} ${rest}`];
}

/** Lines that go on are put behind the one that they belong to. */
function joined(lines: readonly string[]): readonly string[] {
  const whole: string[] = [];
  for (const line of lines.filter((one) => !one.startsWith("@@"))) {
    const [, rest] = /^(?:\+|!|-|-\/\+) {3}(.*)$/.exec(line) ?? [];
    if (rest === undefined) {
      whole.push(line);
    } else {
      whole.push(`${whole.pop() ?? ""} ${rest}`);
    }
  }
  return whole;
}

function namedInCompact(line: string): readonly string[] {
  const [, mark = "", roles = "", members = ""] = /^(\S+) (.*): (.*)$/.exec(line) ?? [];
  return members.split(", ").flatMap((member) =>
    roles.split(", ").map((role) => {
      const [kind = "", suffix] = role.split(" *");
      return `${OPS[mark] ?? ""} ${kind} ${member}${suffix ?? ""}`;
    }),
  );
}
