/** A request whose answer shows, after a deployment, that a service does its work. It changes nothing. */
export interface SmokeTest {
  /** What is so if the answer is right, as a sentence: `the login page is shown`. */
  readonly shows: string;
  readonly path: `/${string}`;
  /** Fields that are sent as JSON, by POST. @default - none: GET */
  readonly sends?: Readonly<Record<string, string>>;
  /** The status that the answer has. @default 200 */
  readonly status?: number;
  /** What the answer holds. @default - whatever it is */
  readonly holds?:
    | { readonly kind: "text"; readonly text: string }
    /** The version that is to run, so no pod of another one is left. */
    | { readonly kind: "version" };
}
