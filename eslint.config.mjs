import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** What of the program the command goes by too: its rules and its data. */
const CLI_MAY = [
  [
    "./components",
    "./balancer/haproxy.ts",
    "./balancer/plan.ts",
    "./balancer/plan-check.ts",
    "./balancer/testing/example.ts",
    "./base/problems.ts",
    "./base/version.ts",
    "./base/support.ts",
    "./cluster/compute.ts",
    "./cluster/kubernetes-versions.ts",
    "./identity/github-issuer.ts",
    "./observability/error-tracker.ts",
    "./observability/receivers.ts",
    "./rollout/rollout.ts",
  ],
  [
    "./infra",
    "./account/names.ts",
    "./account/tags.ts",
    "./environment.ts",
    "./keys/generations.ts",
    "./lease.ts",
    "./platform.ts",
    "./protection.ts",
    "./registry/repositories.ts",
    "./service-settings.ts",
    "./services/smoke-test.ts",
    "./system.ts",
    "./version-gate.ts",
  ],
  [
    "./stacks",
    "./clear-texts.ts",
    "./committed-file.ts",
    "./config.ts",
    "./demo-settings.ts",
    "./derivation.ts",
    "./names.ts",
    "./overrides.ts",
    "./setting-line.ts",
    "./settings.ts",
    "./time-text.ts",
    "./type-check.ts",
  ],
];

/** Imports go one way; each zone says what a folder may not reach, and why. */
const zones = [
  {
    target: "./components",
    from: ["./infra", "./stacks", "./release", "./cli", "./engine", "./sandbox", "./policies", "./app"],
    message: "components say HOW: they know no stack, no service and no tool. Pass what they need as arguments.",
  },
  {
    target: "./infra",
    from: ["./stacks", "./release", "./cli", "./engine", "./sandbox", "./policies", "./app"],
    message: "infra says WHAT: it is given an Environment and never looks up where it runs.",
  },
  {
    target: "./stacks",
    from: ["./cli", "./engine", "./sandbox", "./policies", "./app"],
    message: "stacks say WHERE: the program runs under plain `pulumi up` and knows nothing of our tools.",
  },
  {
    target: "./policies",
    from: ["./components", "./infra", "./stacks", "./release", "./cli", "./engine", "./sandbox", "./app"],
    message: "policies judge what the engine shows them; sharing code with the program would prove nothing.",
  },
  {
    target: "./sandbox",
    from: ["./components", "./infra", "./stacks", "./release", "./cli", "./policies", "./app"],
    message: "the sandbox runs the program through the engine; a stand-in that shares its code proves nothing.",
  },
  {
    target: "./engine",
    from: ["./components", "./infra", "./stacks", "./release", "./cli", "./sandbox", "./policies", "./app"],
    message: "the engine's folder runs any Pulumi program, against real accounts too; it knows none of them.",
  },
  {
    target: "./app",
    from: ["./components", "./infra", "./stacks", "./release", "./cli", "./engine", "./sandbox", "./policies"],
    message: "app is what is deployed: it is known by its images only, and knows nothing of how it is deployed.",
  },
  {
    target: "./release",
    from: ["./stacks", "./cli", "./engine", "./sandbox", "./policies", "./app"],
    message: "release holds the rules of a change: what stacks and cli both go by, and nothing that does anything.",
  },
  {
    target: "./cli",
    from: ["./policies/index.ts", "./app"],
    message: "cli calls Pulumi; it is no part of what that runs.",
  },
  ...CLI_MAY.map(([from, ...except]) => ({
    target: "./cli",
    from,
    except,
    message:
      "cli takes rules and data of the program, and nothing that makes resources; a new file of those is one more line here.",
  })),
];

/** A test may hold what the program renders against the programs that will read it, and run code against the sandbox. */
function withRealPrograms(zone) {
  const others = [zone.from].flat().filter((folder) => folder !== "./engine" && folder !== "./sandbox");
  return others.length === [zone.from].flat().length ? zone : { ...zone, from: others };
}

export default tseslint.config(
  { ignores: ["node_modules/", ".sandbox/", ".bootstrap/"] },
  {
    files: ["**/*.ts", "**/*.tsx", "**/*.mts"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    plugins: { "import-x": importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "max-lines": ["error", { max: 350, skipBlankLines: false, skipComments: false }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "stacks/config.ts is the only reader of the environment." },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "NewExpression[callee.property.name='Config']",
          message: "stacks/config.ts is the only reader of Pulumi config.",
        },
        {
          selector: "CallExpression[callee.property.name=/^(getStack|getProject)$/]",
          message: "stacks/config.ts is the only reader of the stack's name.",
        },
      ],
      "import-x/no-restricted-paths": ["error", { zones }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
    settings: { "import-x/resolver": { node: { extensions: [".ts", ".js", ".json"] } } },
  },
  {
    files: ["components/**/*.ts", "infra/**/*.ts", "release/**/*.ts", "stacks/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "NewExpression[callee.property.name='Config']",
          message: "stacks/config.ts is the only reader of Pulumi config.",
        },
        {
          selector: "CallExpression[callee.property.name=/^(getStack|getProject)$/]",
          message: "stacks/config.ts is the only reader of the stack's name.",
        },
        {
          selector: "Literal[value=/\\b(sandbox|rehears|stand-in)/i]",
          message: "the program does not know the sandbox.",
        },
      ],
    },
  },
  { files: ["stacks/config.ts"], rules: { "no-restricted-syntax": "off", "no-restricted-properties": "off" } },
  {
    files: ["app/**/*.ts", "cli/**/*.ts", "engine/**/*.ts", "sandbox/**/*.ts", "vitest.config.mts", "**/*.test.ts"],
    rules: { "no-restricted-syntax": "off", "no-restricted-properties": "off" },
  },
  {
    files: ["app/**/*.test.ts", "components/**/*.test.ts", "infra/**/*.test.ts", "stacks/**/*.test.ts"],
    rules: { "import-x/no-restricted-paths": ["error", { zones: zones.map(withRealPrograms) }] },
  },
  { files: ["**/*.test.ts"], rules: { "max-lines-per-function": "off" } },
);
