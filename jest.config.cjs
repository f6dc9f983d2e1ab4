/** Real MongoDB, Redis and browser; three files side by side on two cores, because each waits a quarter of its time. No module is mocked anywhere. */
module.exports = {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: {
    "\\.(ts|mjs)$|node_modules/(qr|@noble/ed25519)/[^/]+\\.js$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: ["/node_modules/(?!(@dqcai/vn-lunar|hucre|qr|@noble/ed25519)/)"],
  moduleNameMapper: {
    "^@dqcai/vn-lunar$": "<rootDir>/node_modules/@dqcai/vn-lunar/lib/index.mjs",
    "^hucre$": "<rootDir>/node_modules/hucre/dist/index.mjs",
  },
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  globalTeardown: "<rootDir>/test/support/global-teardown.ts",
  maxWorkers: 3,
  forceExit: true,
  // a bound for what hangs, never a measure: a busy machine may take its time
  testTimeout: 600_000,
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
};
