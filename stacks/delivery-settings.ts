import { z } from "zod";
import { BY_PULUMI } from "../infra/delivery/choice";

/** A folder below the root, as Git names it. */
const FOLDER = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;

/** Names of branches that mean the same to Git, Flux and Argo CD. */
const BRANCH = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;

const fromGit = {
  branch: z.string().regex(BRANCH).default("main").describe("the name of a branch such as main, or nothing for main"),
  path: z
    .string()
    .regex(FOLDER)
    .describe('a folder of the repository such as staging, without "./" before and "/" behind it'),
  prune: z.boolean().describe("true to delete an object whose file is gone, or false to leave it"),
};

const https = z
  .string()
  .regex(/^https:\/\/[^\s/@]+\/\S+$/)
  .describe("the address of a repository, without a user, such as https://github.com/acme/delivery.git");

/** A clear text of the network would let anybody on the way change what runs; only on this machine nobody is on the way. */
const fluxUrl = z
  .string()
  .regex(/^(https:\/\/[^\s/@]+|ssh:\/\/([\w-]+@)?[^\s/@]+|http:\/\/127\.0\.0\.1(:\d+)?)\/\S+$/)
  .describe(
    "the address of a repository, without a password, such as https://github.com/acme/delivery.git, or " +
      "ssh://git@github.com/acme/delivery.git " +
      'with a "secretName"',
  );

/** Who applies the services' objects. */
export const delivery = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("pulumi"),
      handOver: z
        .boolean()
        .default(false)
        .describe("true for the run before the services get another owner, or nothing"),
    }),
    z.strictObject({
      kind: z.literal("flux"),
      url: fluxUrl,
      ...fromGit,
      secretName: z
        .string()
        .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/)
        .optional()
        .describe(
          "the name of a Secret of the namespace with the repository's deploy key, or nothing if all may read it",
        ),
    }),
    z.strictObject({
      kind: z.literal("argocd"),
      url: https,
      ...fromGit,
      sync: z
        .enum(["automatic", "manual"])
        .describe("automatic to apply each commit, or manual where somebody starts it"),
    }),
  ])
  .default(BY_PULUMI)
  .describe('an object with "kind": pulumi, flux or argocd, or nothing for pulumi');
