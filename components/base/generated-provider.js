"use strict";
// The dynamic provider of generated values. This text itself is what the engine keeps in the state and runs (it is not
// serialized from a closure, whose text would change with the compiler). It therefore needs nothing but Node.
const { generateKeyPairSync, randomBytes } = require("node:crypto");

const makers = {
  password: (inputs) => ({ value: randomBytes(inputs.bytes).toString("base64url") }),
  keyPair: (inputs) => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", {
      modulusLength: inputs.modulusLength,
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    });
    return { privateKey, publicKey };
  },
};

exports.handler = () => ({
  check: async (olds, news) => {
    const failures = [];
    if (!Number.isInteger(news.generation) || news.generation < 1) {
      failures.push({
        property: "generation",
        reason: `generation is ${news.generation}; it must be a whole number from 1. Raise it by one for a new value.`,
      });
    } else if (news.generation < (olds.generation ?? 1)) {
      failures.push({
        property: "generation",
        reason: `generation fell from ${olds.generation} to ${news.generation}, but the old value is gone. Use ${olds.generation} or more.`,
      });
    }
    return { inputs: news, failures };
  },
  diff: async (id, olds, news) => {
    const risen = news.generation > olds.generation;
    return { changes: risen, replaces: risen ? ["generation"] : [], deleteBeforeReplace: false };
  },
  create: async (inputs) => ({
    id: `${inputs.kind}-${randomBytes(4).toString("hex")}`,
    outs: { ...inputs, ...makers[inputs.kind](inputs) },
  }),
});
