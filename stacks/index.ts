// Before everything else: what refuses says it at once, and a module that does not compile is not loaded.
import "./error-texts";
import "./checked";
import * as pulumi from "@pulumi/pulumi";
import { lastingFieldManagers } from "../components/base/field-manager";
import { createBootstrap } from "../infra/bootstrap/bootstrap";
import type { Environment } from "../infra/environment";
import { acceptedChange } from "./change";
import { type Config, readConfig } from "./config";
import { bootstrapOf, demoOf, demoSettingsOf, environmentOf } from "./environments";
import { BOOTSTRAP_STACKS, isDemo } from "./names";
import { type Outputs, runProgram } from "./program";
import { readRunning } from "./running";
import { readSource } from "./source";

// The entry of `pulumi up`: the stack's settings, checked as a whole, become an environment, or what its account has before,
// and that becomes resources. What is returned are the stack's outputs.
export = async () => {
  const config = readConfig();
  // There is none where the program is only rendered: the tool that applies the manifests is then their manager.
  if (pulumi.runtime.getStackResource() !== undefined) {
    // Not `registerResourceTransform`: the engine would have to call back, which 3.246 can't for a whole stack.
    pulumi.runtime.registerStackTransformation(lastingFieldManagers(config.stack));
  }
  if (BOOTSTRAP_STACKS.includes(config.stack)) {
    return createBootstrap(bootstrapOf(config));
  }
  if (isDemo(config.stack)) {
    const settings = demoSettingsOf(config);
    return runChange(config, demoOf(config, settings, await readSource(config.project, settings.source)));
  }
  return runChange(config, environmentOf(config));
};

/** @throws {ProblemsError} if what runs may not become this environment */
async function runChange(config: Config, environment: Environment): Promise<Outputs> {
  const running = await readRunning(config.project, config.stack);
  for (const warning of acceptedChange(config, running, environment)) {
    void pulumi.log.warn(warning);
  }
  return runProgram(environment, config.today);
}
