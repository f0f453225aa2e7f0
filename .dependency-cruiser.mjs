const CIRCLE =
  "Modules that import each other, types included, can't be read or moved one at a time. Move what both need to a third one.";

/** ESLint holds the direction of imports; it does not see a circle of types. */
export default {
  forbidden: [{ name: "no-circular", comment: CIRCLE, severity: "error", from: {}, to: { circular: true } }],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(node_modules|\\.sandbox|\\.bootstrap)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
