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

/**
 * A value made once by Node's crypto module and kept, encrypted, in the state.
 *
 * Registered as a resource of Pulumi's Node dynamic provider, with the provider's text as it stands in
 * `generated-provider.js`. Later edits of that text are ignored for values that exist: a changed text would replace them
 * all, and with them every password and key.
 */
abstract class Generated extends pulumi.CustomResource {
  protected constructor(
    kind: "password" | "keyPair",
    name: string,
    props: pulumi.Inputs,
    secrets: readonly string[],
    args: GeneratedArgs,
    opts: pulumi.CustomResourceOptions,
  ) {
    const outputs = Object.fromEntries(secrets.map((secret) => [secret, undefined]));
    super(
      `pulumi-nodejs:dynamic/generated:${kind === "password" ? "Password" : "KeyPair"}`,
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
    super("password", name, { bytes: 32 }, ["value"], args, opts);
  }
}

/** An RSA key pair of 2,048 bits for RS256 tokens, in PEM. */
export class KeyPair extends Generated {
  /** PKCS #8, PEM. */
  declare readonly privateKey: pulumi.Output<string>;
  /** SPKI, PEM. */
  declare readonly publicKey: pulumi.Output<string>;

  constructor(name: string, args: GeneratedArgs, opts: pulumi.CustomResourceOptions) {
    super("keyPair", name, { modulusLength: 2048 }, ["privateKey", "publicKey"], args, opts);
  }
}
