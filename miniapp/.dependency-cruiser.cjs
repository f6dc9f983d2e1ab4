/** The mini-app by itself: no circles, of the server its kernel at most. The parser of the other configuration knows no tsx. */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "a-package-of-its-own",
      severity: "error",
      from: { path: "^miniapp/src/" },
      to: { path: "^(src/(?!kernel/)|queues|webhooks|simulator|launcher)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".js", ".mjs"] },
  },
};
