import { z } from "zod";
import { FORMATS } from "../components/base/formats";
import { type FlagName, FLAGS } from "../infra/flags";
import { type ServiceName, SERVICES } from "../infra/system";
import { type DemoText, MOST_REPLICAS, STORAGE_GIB } from "./demo-settings";

/** What a demo has otherwise than its source. */
export type Override = (settings: DemoText) => DemoText;

/** What an override's value may be, and what it then does. */
interface Path<T> {
  /** Of the text that was typed. */
  readonly value: z.ZodType<T, string>;
  readonly apply: (settings: DemoText, value: T) => DemoText;
}

const tag = z
  .string()
  .regex(FORMATS.imageTag.pattern)
  .describe(`an image's tag such as v3.8: ${FORMATS.imageTag.allowed}`);
const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/)
  .describe("an image's digest, sha256: and 64 hex digits");
const replicas = z
  .string()
  .regex(new RegExp(`^[1-${MOST_REPLICAS}]$`))
  .transform(Number)
  .describe(`a whole number of pods, 1 to ${MOST_REPLICAS}`);
const isOn = z
  .enum(["true", "false"])
  .transform((text) => text === "true")
  .describe("true or false");
const storage = z
  .string()
  .regex(/^[1-9]\d?Gi$/)
  .transform((text) => parseInt(text))
  .refine((gib) => gib >= STORAGE_GIB.least && gib <= STORAGE_GIB.most)
  .describe(`the size of each database's volume, ${STORAGE_GIB.least}Gi to ${STORAGE_GIB.most}Gi`);

function path<T>(
  value: z.ZodType<T, string>,
  apply: Path<T>["apply"],
): (text: string) => Override | { readonly wanted: string } {
  return (text) => {
    const { success, data } = value.safeParse(text);
    return success ? (settings) => apply(settings, data) : { wanted: value.description ?? "" };
  };
}

/** Every path that can be set, and what reads its value. */
const PATHS: ReadonlyMap<string, ReturnType<typeof path>> = new Map([
  ...SERVICES.flatMap((service) => pathsOf(service)),
  ...(Object.keys(FLAGS) as FlagName[]).map(
    (flag) =>
      [
        `flags.${flag}`,
        path(isOn, (settings, on) => withRelease(settings, { flags: { ...settings.release.flags, [flag]: on } })),
      ] as const,
  ),
  [
    "database.storage",
    path(storage, (settings, storageGib) => ({ ...settings, sizes: { ...settings.sizes, storageGib } })),
  ],
]);

function pathsOf(service: ServiceName) {
  const image = ({ release: { services } }: DemoText) => services[service];
  const withImage = (settings: DemoText, wanted: DemoText["release"]["services"][ServiceName]) =>
    withRelease(settings, { services: { ...settings.release.services, [service]: wanted } });
  return [
    // The digest that goes with another tag is not known here.
    [`services.${service}.image.tag`, path(tag, (settings, value) => withImage(settings, { tag: value }))],
    [
      `services.${service}.image.digest`,
      path(digest, (settings, value) => withImage(settings, { ...image(settings), digest: value })),
    ],
    [
      `services.${service}.replicas`,
      path(replicas, (settings, value) => ({
        ...settings,
        sizes: { ...settings.sizes, replicas: { ...settings.sizes?.replicas, [service]: value } },
      })),
    ],
  ] as const;
}

function withRelease(settings: DemoText, part: Partial<DemoText["release"]>): DemoText {
  return { ...settings, release: { ...settings.release, ...part } };
}

/**
 * What a person asks for.
 * @param given `services.frontend.image.tag=v3.8`
 * @returns what it does, or a sentence about what is wrong with it and what would be right
 */
export function overrideOf(given: string): Override | { readonly problem: string } {
  const [name = "", ...rest] = given.split("=");
  const text = rest.join("=");
  const read = PATHS.get(name);
  if (read === undefined) {
    return { problem: `nothing has the path "${name}"; ${suggestion(name)}` };
  }
  const result = read(text);
  return typeof result === "function"
    ? result
    : { problem: `"${text}" is not allowed for ${name}; write ${result.wanted}: ${name}=…` };
}

/** Those that share the most words with what was typed; all there are, if none does. */
function suggestion(name: string): string {
  const words = name.split(/[^A-Za-z0-9-]+/);
  const shared = (known: string) => known.split(".").filter((word) => words.includes(word)).length;
  const known = [...PATHS.keys()];
  const most = Math.max(...known.map(shared));
  const near = known.filter((one) => most > 0 && shared(one) === most);
  return near.length > 0 && near.length <= 4
    ? `did you mean ${near.join(" or ")}?`
    : `these there are: ${known.join(", ")}`;
}
