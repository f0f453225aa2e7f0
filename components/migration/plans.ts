import type { SchemaHistory } from "./schema-history";

/**
 * Renames a column while people use it (docs/system.md#schema-changes): five releases after the present one. Each works beside
 * the one before it, so each can be gone back from.
 * @param table whose column it is
 */
export function renameColumn(table: string, from: string, to: string): SchemaHistory {
  const [old, renamed] = [`${table}.${from}`, `${table}.${to}`];
  const copy = { phase: "backfill", from: old, to: [renamed] } as const;
  const before = { reads: [old], writes: [old] };
  const both = { reads: [old], writes: [old, renamed] };
  const after = { reads: [renamed], writes: [renamed] };
  return [
    { version: "v1.0", migrations: [{ id: `add_${from}`, phase: "expand", adds: [old] }], ...before },
    {
      version: "v1.1",
      migrations: [
        { id: `add_${to}`, phase: "expand", adds: [renamed] },
        { id: `copy_${from}`, ...copy },
      ],
      ...before,
    },
    { version: "v1.2", migrations: [], ...both },
    { version: "v1.3", migrations: [{ id: `copy_${from}_again`, ...copy }], ...both },
    { version: "v1.4", migrations: [], ...after },
    { version: "v1.5", migrations: [{ id: `drop_${from}`, phase: "contract", drops: [old] }], ...after },
  ];
}

/**
 * Splits a table into several (docs/system.md#schema-changes): 1.0 has the old one alone, 2.0 the new ones alone. The old one is
 * dropped last. Until it has been copied, both are read.
 */
export function splitTable(from: string, into: readonly string[]): SchemaHistory {
  const between = { reads: [from, ...into], writes: into };
  const after = { reads: into, writes: into };
  return [
    {
      version: "v1.0",
      migrations: [{ id: `create_${from}`, phase: "expand", adds: [from] }],
      reads: [from],
      writes: [from],
    },
    { version: "v1.1", migrations: [{ id: `create_${into.join("_")}`, phase: "expand", adds: into }], ...between },
    { version: "v1.2", migrations: [], ...between },
    { version: "v1.3", migrations: [{ id: `copy_${from}`, phase: "backfill", from, to: into }], ...after },
    { version: "v2.0", migrations: [], ...after },
    { version: "v2.1", migrations: [{ id: `drop_${from}`, phase: "contract", drops: [from] }], ...after },
  ];
}
