import { join } from "node:path";
import { recipesIn } from "../sandbox/images/recipe";

/** What the engine runs, whatever the stack. */
const PROGRAM = [
  "Pulumi.yaml",
  "stacks/index.ts",
  "tsconfig.program.json",
  "policies/PulumiPolicy.yaml",
  "policies/package.json",
  "policies/index.ts",
];

const AWS_STACKS = ["Pulumi.staging.yaml", "Pulumi.production.yaml"];
const ACCOUNT_STACKS = ["Pulumi.bootstrap-staging.yaml", "Pulumi.bootstrap-production.yaml"];
const STACKS = ["Pulumi.local.yaml", ...AWS_STACKS, ...ACCOUNT_STACKS];

/** The stand-ins that take the place of an account. */
const CLOUD = ["sandbox/providers/aws/main.ts", "sandbox/providers/eks/main.ts"];

/** What the application says of each service's image, and the migrations of those that have a database. */
const SERVICES = recipesIn(join(__dirname, ".."));
const RECIPES = SERVICES.map(({ folder }) => `app/${folder}/image.json`);
const MIGRATIONS = SERVICES.filter(({ database }) => database).map(({ folder }) => `app/${folder}/migrations/`);

const FOLDERS = ["app/", "cli/", "components/", "engine/", "infra/", "policies/", "release/", "sandbox/", "stacks/"];

/** How every command begins. */
const COMMAND = ["cli/thoughts.mjs", "cli/index.ts"];

/** What reaches everything. */
export const ALL: readonly string[] = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "vitest.config.mts",
  ".npmrc",
  "testing/reporter.ts",
];

/** What no test reads, unless it says so. */
export const NOTHING: readonly string[] = [
  ".ci/",
  ".dependency-cruiser.mjs",
  ".github/",
  ".editorconfig",
  ".gitignore",
  ".prettierignore",
  ".prettierrc.json",
  "CONTRIBUTING.md",
  "LICENSE",
  "README.md",
  "docs/",
  "eslint.config.mjs",
];

/** Modules whose imports are not followed: who starts a command says which one. */
export const CROSSROADS: readonly string[] = ["cli/index.ts"];

/**
 * What a file reaches without importing it: modules that it starts as programs, and files that it reads. A folder ends in
 * a slash. Every engine test is here, also one that reaches nothing but what it imports.
 */
export const REACH: Readonly<Record<string, readonly string[]>> = {
  // Engine tests. That they all end with `down` is not what they show, but for one.
  "app/database/drill.engine.test.ts": [],
  "cli/balancer/migrate.engine.test.ts": [],
  "cli/bootstrap.engine.test.ts": [...COMMAND, "cli/commands/bootstrap.ts"],
  "cli/bootstrap/backend-stack.engine.test.ts": ["Pulumi.yaml", "Pulumi.bootstrap-staging.yaml"],
  "cli/dashboards.engine.test.ts": [],
  "cli/demos.engine.test.ts": [
    ...COMMAND,
    "cli/commands/up.ts",
    "cli/commands/env/index.ts",
    "cli/commands/status.ts",
    "cli/commands/ui.ts",
  ],
  "cli/env/account-demos.engine.test.ts": [...COMMAND, "cli/commands/up.ts", "cli/commands/env/index.ts"],
  "cli/demos.follow.engine.test.ts": [...COMMAND, "cli/commands/up.ts", "cli/commands/env/index.ts"],
  "cli/demos.kills.engine.test.ts": [...COMMAND, "cli/commands/up.ts", "cli/commands/env/index.ts"],
  "components/balancer/haproxy.engine.test.ts": [],
  // It tries the commands that pages show.
  "cli/drift.engine.test.ts": [
    ...[...COMMAND, "cli/commands/up.ts", "cli/commands/status.ts", "cli/commands/drift.ts"],
    ...["CONTRIBUTING.md", "README.md", "docs/", "sandbox/README.md", "stacks/expected/production/"],
  ],
  "cli/gitops.engine.test.ts": [
    ...[...COMMAND, "cli/commands/render.ts", "cli/commands/env/index.ts"],
    ...["Pulumi.staging.yaml", "Pulumi.production.yaml"],
  ],
  "cli/keys.engine.test.ts": [...COMMAND, "cli/commands/up.ts", "cli/commands/keys/index.ts"],
  "cli/kills.engine.test.ts": [...COMMAND, "cli/commands/up.ts"],
  "cli/outages.engine.test.ts": [...COMMAND, "cli/commands/up.ts"],
  "cli/page-pulumi.engine.test.ts": [
    "CONTRIBUTING.md",
    "README.md",
    "docs/",
    "sandbox/README.md",
    "Pulumi.staging.yaml",
  ],
  "cli/rehearse.engine.test.ts": [
    ...COMMAND,
    "cli/commands/rehearse.ts",
    "cli/commands/preview.ts",
    "cli/commands/down.ts",
  ],
  "cli/rehearse.refusals.engine.test.ts": [...COMMAND, "cli/commands/rehearse.ts"],
  "cli/release.engine.test.ts": [...COMMAND, "cli/commands/up.ts", "cli/commands/release/index.ts"],
  "cli/ci/workflows.engine.test.ts": [".github/"],
  "cli/deploy/pulumi.engine.test.ts": ["policies/PulumiPolicy.yaml", "policies/package.json", "policies/index.ts"],
  "cli/images/build.engine.test.ts": [],
  "cli/images/push.engine.test.ts": [],
  "cli/images/promotion.engine.test.ts": [],
  "cli/preflight.engine.test.ts": [
    ...COMMAND,
    "cli/commands/preflight.ts",
    "cli/commands/images/index.ts",
    "cli/commands/images/push.ts",
    "stacks/environments.ts",
    "Pulumi.staging.yaml",
    "Pulumi.bootstrap-staging.yaml",
  ],
  "cli/preflight/account-stack.engine.test.ts": [...COMMAND, "cli/commands/preflight.ts", ...ACCOUNT_STACKS],
  "cli/preflight/policies.engine.test.ts": ["policies/PulumiPolicy.yaml", "policies/package.json", "policies/index.ts"],
  "cli/secrets.engine.test.ts": [
    ...COMMAND,
    "cli/commands/secrets/index.ts",
    "cli/commands/secrets/list.ts",
    "cli/commands/secrets/set.ts",
    "stacks/environments.ts",
    "Pulumi.staging.yaml",
    "Pulumi.production.yaml",
  ],
  "cli/stack-texts.engine.test.ts": [],
  "cli/up.engine.test.ts": [
    ...COMMAND,
    "cli/commands/up.ts",
    "cli/commands/preview.ts",
    "cli/commands/status.ts",
    "cli/commands/render.ts",
    "cli/commands/upgrade/index.ts",
    "cli/commands/plot.ts",
    "cli/commands/down.ts",
  ],
  "cli/upgrade.engine.test.ts": [...COMMAND, "cli/commands/upgrade/index.ts"],
  "components/database/server-changes.engine.test.ts": [],
  "components/observability/error-reporter.engine.test.ts": [],
  "components/observability/log-collector.engine.test.ts": [],
  "components/observability/rsyslog.engine.test.ts": [],
  "components/workload/service.scaling.engine.test.ts": [],
  "components/workload/service.switch.engine.test.ts": [],
  "engine/pulumi/workspace.engine.test.ts": ["Pulumi.yaml", ...AWS_STACKS],
  "engine/toolchain/lock.engine.test.ts": [],
  "infra/alerts/alerts.engine.test.ts": [],
  "sandbox/control-plane/cluster.engine.test.ts": [],
  "sandbox/control-plane/cluster.recovery.engine.test.ts": [],
  "sandbox/providers/eks/access-policies.engine.test.ts": ["sandbox/providers/eks/access-policies.yaml"],
  "sandbox/providers/helm/releases.engine.test.ts": ["sandbox/providers/helm/main.ts"],
  "stacks/moto.engine.test.ts": [],
  "stacks/observability.engine.test.ts": [],
  "stacks/resource-schemas.engine.test.ts": [],

  // Unit tests.
  "cli/bootstrap/account.test.ts": ACCOUNT_STACKS,
  "cli/ci/workflows.test.ts": [...COMMAND, ...RECIPES, ".github/"],
  "cli/images/needed.test.ts": [...AWS_STACKS, "stacks/environments.ts", "stacks/expected/production/"],
  "cli/images/packing.test.ts": [
    ...AWS_STACKS,
    "stacks/environments.ts",
    "app/Dockerfile",
    "sandbox/images/Dockerfile",
  ],
  "cli/plan.test.ts": [...COMMAND, "cli/commands/plan.ts", "cli/commands/flags.ts", ...AWS_STACKS],
  "cli/preview/preview.test.ts": [...COMMAND, "cli/commands/preview.ts", "Pulumi.yaml", "policies/index.ts"],
  "cli/preflight/placeholders.test.ts": [
    "stacks/environments.ts",
    "stacks/production.ts",
    "stacks/runbooks.ts",
    "stacks/staging.ts",
    "Pulumi.production.yaml",
    "Pulumi.bootstrap-production.yaml",
  ],
  "cli/promotion.test.ts": [
    ...COMMAND,
    "cli/commands/images/diff.ts",
    "cli/commands/images/promote.ts",
    "cli/commands/release/index.ts",
    ...AWS_STACKS,
  ],
  "cli/release/stack-file.test.ts": STACKS,
  // It looks into the bundle of all commands.
  "cli/start.test.ts": ["cli/", "engine/", "sandbox/"],
  "cli/ui/site.test.ts": ["docs/demos.md"],
  // It looks for classes in their files.
  "components/hatches.test.ts": ["components/"],
  "components/workload/service.transform.test.ts": ["docs/components.md"],
  // It looks for the names of tests in their files.
  "docs/acceptance.test.ts": ["docs/acceptance.md", ...FOLDERS],
  // It looks for the commands that pages name.
  "docs/commands.test.ts": ["CONTRIBUTING.md", "README.md", "docs/", "cli/", "testing/", ...FOLDERS],
  "docs/decisions.test.ts": ["docs/decisions/"],
  // It looks for the files that pages name.
  "docs/major-version.test.ts": ["docs/upgrades.md"],
  "docs/paths.test.ts": ["CONTRIBUTING.md", "README.md", "docs/", "testing/", ...FOLDERS],
  // It looks which commands ask AWS.
  "docs/shell.test.ts": ["cli/", "CONTRIBUTING.md", "README.md", "docs/", "sandbox/README.md"],
  "infra/alerts/contract.test.ts": ["docs/runbooks/"],
  "infra/database/schemas.test.ts": [...RECIPES, ...MIGRATIONS],
  "infra/services/services.test.ts": RECIPES,
  "stacks/acceptance.test.ts": ["docs/decisions/"],
  "stacks/type-check.test.ts": ["tsconfig.program.json", "components/", "infra/", "policies/", "release/", "stacks/"],
  "stacks/policy-documents.test.ts": ["docs/iam.md"],

  // What several tests import.
  "app/frontend/server.ts": ["app/frontend/style.css"],
  "app/testing/command.ts": ["app/thoughts/main.ts", "app/users/main.ts"],
  "app/thoughts/main.ts": ["app/thoughts/migrations/"],
  "app/users/main.ts": ["app/users/migrations/"],
  "cli/bootstrap/account-stack.ts": [...PROGRAM, ...ACCOUNT_STACKS, ...CLOUD],
  "cli/commands/rehearse.ts": [
    ...PROGRAM,
    ...AWS_STACKS,
    ...ACCOUNT_STACKS,
    ...CLOUD,
    "sandbox/providers/helm/main.ts",
  ],
  // It hashes what images are made of.
  "cli/images/contents.ts": ["cli/images/contents.lock.json", "app/", "package-lock.json", "sandbox/images/"],
  "cli/cost/price-list.ts": ["cli/cost/prices/"],
  "cli/local-workspace.ts": [...PROGRAM, "Pulumi.local.yaml"],
  "cli/plots/page.ts": ["cli/plots/draw.js", "cli/plots/page.css"],
  "cli/report/html/page.tsx": ["cli/report/html/page.css"],
  "cli/ui/site.ts": ["cli/ui/icon.svg", "cli/ui/refresh.js", "cli/ui/style.css"],
  "cli/ui/testing/expected-parts.ts": ["stacks/expected/local/"],
  "cli/testing/browser.ts": ["cli/testing/chromium.sh"],
  "cli/testing/doors.ts": ["cli/testing/knock.js"],
  "cli/testing/watched.ts": ["app/frontend/main.ts", "app/thoughts/main.ts", "app/users/main.ts"],
  "components/base/chart-crds.ts": ["components/base/chart-crds-provider.js"],
  "components/base/generated.ts": ["components/base/generated-provider.js"],
  "components/base/sequence.ts": ["components/base/sequence-provider.js"],
  "components/cluster/lockout-guard.ts": ["components/cluster/lockout-guard-provider.js"],
  "components/database/server-changes.ts": ["components/database/server-changes-provider.js"],
  "engine/pulumi/bundle.ts": ["engine/pulumi/bundler.cjs"],
  "engine/pulumi/engine.ts": ["engine/pulumi/lean-sdk.cjs"],
  "engine/pulumi/lean-sdk.test.ts": ["engine/pulumi/lean-sdk.cjs"],
  "engine/toolchain/catalog.ts": [
    "engine/toolchain/go/kwok/",
    "engine/toolchain/go/language-host/",
    "engine/toolchain/go/tools/",
  ],
  "engine/toolchain/node-catalog.ts": ["engine/toolchain/go/addons/"],
  "engine/toolchain/test-catalog.ts": ["engine/toolchain/go/actionlint/", "engine/toolchain/go/collector/"],
  "engine/toolchain/regctl.ts": ["engine/toolchain/go/registries/"],
  "sandbox/images/recipe.ts": RECIPES,
  "sandbox/images/spec.ts": ["sandbox/images/passwd"],
  "sandbox/images/specs.ts": ["sandbox/images/postgres-entrypoint.sh"],
  "sandbox/python/packages.ts": ["sandbox/python/requirements.txt"],
  "sandbox/images/third-party.ts": ["sandbox/images/frontail/"],
  "sandbox/nodes/kwok.ts": ["sandbox/nodes/load-balancer-stages.yaml"],
  "sandbox/nodes/real/machine.ts": ["sandbox/nodes/real/machine.sh"],
  "sandbox/nodes/real/real.ts": ["sandbox/nodes/real/"],
  "sandbox/nodes/simulated.ts": ["sandbox/nodes/simulated-nodes.yaml", "sandbox/nodes/simulated-storage.yaml"],
  // Who runs with a plugin says so; `down` imports it too, and runs none.
  "sandbox/providers/plugins.ts": [],
  "sandbox/rehearsal/access.ts": ["sandbox/providers/aws-cli/main.ts", "sandbox/providers/eks/access-policies.yaml"],
  "sandbox/rehearsal/rehearsal.ts": ["sandbox/rehearsal/disks.yaml"],
  "sandbox/rendering/recording.ts": ["sandbox/rendering/program.ts", "stacks/index.ts", ...STACKS],
  "stacks/testing/expected.ts": ["stacks/expected/"],
  "stacks/testing/settings.ts": STACKS,
};
