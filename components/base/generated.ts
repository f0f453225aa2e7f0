import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

const PROVIDER = readFileSync(join(__dirname, "generated-provider.js"), "utf8");

export interface GeneratedArgs {
  /**
   * Raise it by one to have a new value made; nothing else ever replaces the value.
   * @default 1
   */
  readonly generation?: number;
}

const TYPES = { password: "Password", keyPair: "KeyPair", certificate: "Certificate" } as const;

/**
 * A value made once and kept in the state, encrypted where it is a secret.
 *
 * Registered as a resource of Pulumi's Node dynamic provider, with the provider's text as it stands in
 * `generated-provider.js`. Later edits of that text are ignored for values that exist: a changed text would replace them
 * all, and with them every password and key.
 */
export abstract class Generated extends pulumi.CustomResource {
  /**
   * @param props what it is made of; a value that exists stays when they change
   * @param secrets outputs that nobody may read
   * @param clear outputs that anybody may
   */
  protected constructor(
    kind: keyof typeof TYPES,
    name: string,
    props: pulumi.Inputs,
    { secrets, clear = [] }: { readonly secrets: readonly string[]; readonly clear?: readonly string[] },
    args: GeneratedArgs,
    opts: pulumi.CustomResourceOptions,
  ) {
    const outputs = Object.fromEntries([...secrets, ...clear].map((output) => [output, undefined]));
    super(
      `pulumi-nodejs:dynamic/generated:${TYPES[kind]}`,
      name,
      { __provider: PROVIDER, kind, generation: args.generation ?? 1, ...props, ...outputs },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: [...secrets], ignoreChanges: ["__provider"] }),
    );
  }
}

/** A random password of 32 bytes, in letters, digits, `-` and `_` (safe in a URL). */
export class Password extends Generated {
  declare readonly value: pulumi.Output<string>;

  constructor(name: string, args: GeneratedArgs, opts: pulumi.CustomResourceOptions) {
    super("password", name, { bytes: 32 }, { secrets: ["value"] }, args, opts);
  }
}

/** An RSA key pair of 2,048 bits for RS256 tokens, in PEM. */
export class KeyPair extends Generated {
  /** PKCS #8, PEM. */
  declare readonly privateKey: pulumi.Output<string>;
  /** SPKI, PEM. */
  declare readonly publicKey: pulumi.Output<string>;

  constructor(name: string, args: GeneratedArgs, opts: pulumi.CustomResourceOptions) {
    super("keyPair", name, { modulusLength: 2048 }, { secrets: ["privateKey", "publicKey"] }, args, opts);
  }
}
