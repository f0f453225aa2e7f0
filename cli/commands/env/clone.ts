import { alone } from "../../alone";
import { checkDemoName, type DemoSource, writeDemo } from "../../demos";
import { Readiness } from "../../readiness";
import { LocalRun } from "../../release/local-run";
import { readRelease } from "../../release/stack-file";
import { runSteps } from "../../steps";
import { urlsOf } from "../../urls";

/** `env clone`: a copy of the local environment is brought up; of one on AWS only the file is written. */
export async function clone(source: DemoSource, name: string): Promise<void> {
  checkDemoName(name);
  if (source === "local") {
    await alone(() => cloneLocal(name));
    return;
  }
  const isNew = writeDemo(name, source);
  console.log(
    `Pulumi.${name}.yaml is ${isNew ? "written" : "there"}. Bring it up with Pulumi itself, in the backend of ${source}:\n` +
      `  pulumi stack init ${name}\n  pulumi up -s ${name}`,
  );
}

async function cloneLocal(name: string): Promise<void> {
  const start = Date.now();
  const run = new LocalRun(name);
  writeDemo(name, "local");
  const release = readRelease(name);
  let result = "";
  await runSteps([
    ...run.prepare([release]),
    { title: `pulumi up of stack ${name}`, run: async (say) => (result = await run.up(release, say)) },
  ]);
  const readiness = new Readiness({ tools: run.tools, platform: run.platform, stack: name, namespace: name });
  await runSteps(readiness.steps);
  const rows = Object.entries(urlsOf(name));
  const width = Math.max(0, ...rows.map(([service]) => service.length));
  const seconds = Math.round((Date.now() - start) / 1_000);
  console.log(
    [
      "",
      ...rows.map(([service, url]) => `  ${service.padEnd(width)}  ${url}`),
      "",
      `  edit Pulumi.${name}.yaml, then npx thoughts env clone local ${name}`,
      `  npx thoughts env destroy ${name}    remove it with its data`,
      "",
      `${name} is up after ${seconds} s: ${result.replace(/^pulumi up: /, "")}.`,
      `${readiness.text}.`,
    ].join("\n"),
  );
}
