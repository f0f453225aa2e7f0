"use strict";
// The dynamic provider of generated values. This text itself is what the engine keeps in the state and runs (it is not
// serialized from a closure, whose text would change with the compiler). What is not of Node is therefore asked for only
// where a value is made of it: values that exist need it no more.
const { generateKeyPairSync, randomBytes } = require("node:crypto");

const DAY = 86_400_000;

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
  certificate: async ({ dnsNames, days }) => {
    const { generate } = require("selfsigned");
    const notBeforeDate = new Date();
    const { private: privateKey, cert: certificate } = await generate([{ name: "commonName", value: dnsNames[0] }], {
      keyType: "ec",
      curve: "P-256",
      algorithm: "sha256",
      notBeforeDate,
      notAfterDate: new Date(notBeforeDate.getTime() + days * DAY),
      extensions: [
        { name: "basicConstraints", cA: false, critical: true },
        { name: "keyUsage", digitalSignature: true, critical: true },
        { name: "extKeyUsage", serverAuth: true },
        { name: "subjectAltName", altNames: dnsNames.map((value) => ({ type: 2, value })) },
      ],
    });
    return { privateKey, certificate };
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
    outs: { ...inputs, ...(await makers[inputs.kind](inputs)) },
  }),
});
