/** What a bundle is made of. */
export interface BundleArgs {
  readonly name: string;
  /** TypeScript that imports what is wanted, by absolute paths. */
  readonly entry: string;
  /**
   * Whether it is taken elsewhere, together with the files that its sources read from their own folders.
   * @default false - it reads them where they are
   */
  readonly moved?: boolean;
  /** Packages that are loaded as they are, besides those that always are. @default - none */
  readonly external?: readonly string[];
  /** One CommonJS file, or a module that loads its parts when it needs them. */
  readonly format: "cjs" | "esm";
}

/** Where Node, from 22.1 on, keeps what it has compiled. */
export const COMPILED: string;

/** The file of a bundle that was made before. @returns undefined if a source of it has changed, or it was never made */
export function freshBundle(args: BundleArgs): string | undefined;

/** Makes a bundle, as a whole or not at all. @returns its file */
export function makeBundle(args: BundleArgs): Promise<string>;
