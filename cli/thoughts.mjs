#!/usr/bin/env node
import { createRequire } from "node:module";
import { install } from "./install.mjs";

install();
const { register } = await import("tsx/cjs/api");
register();
createRequire(import.meta.url)("./index.ts");
