import { createBootstrap } from "../infra/bootstrap/bootstrap";
import { readConfig } from "./config";
import { bootstrapOf, environmentOf } from "./environments";
import { BOOTSTRAP_STACKS } from "./names";
import { runProgram } from "./program";

const config = readConfig();

// The entry of `pulumi up`: the stack's settings, checked as a whole, become an environment, or what its account has before,
// and that becomes resources. What is returned are the stack's outputs.
export = BOOTSTRAP_STACKS.includes(config.stack)
  ? createBootstrap(bootstrapOf(config))
  : runProgram(environmentOf(config), config.today);
