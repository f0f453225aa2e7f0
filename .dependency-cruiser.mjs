const CIRCLE =
  "Modules that import each other, types included, can't be read or moved one at a time. Move what both need to a third one.";

const UNDECLARED = "Each package.json names what the programs below it import: add this package to the nearest one.";

/** ESLint holds the direction of imports; it does not see a circle of types. */
export default {
  forbidden: [
    { name: "no-circular", comment: CIRCLE, severity: "error", from: {}, to: { circular: true } },
    {
      name: "declared",
      comment: UNDECLARED,
      severity: "error",
      // Tests run in the whole repository; the package.json of policies/ says a version to the engine, and no more.
      from: { pathNot: "\\.test\\.ts$|/testing/|^policies/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(\\.sandbox|\\.bootstrap)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
