/** Real MongoDB, Redis and browser; two files side by side on two cores. No module is mocked anywhere. */
module.exports = {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: {
    "\\.(ts|mjs)$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: ["/node_modules/(?!(@dqcai/vn-lunar|hucre)/)"],
  moduleNameMapper: {
    "^@dqcai/vn-lunar$": "<rootDir>/node_modules/@dqcai/vn-lunar/lib/index.mjs",
    "^hucre$": "<rootDir>/node_modules/hucre/dist/index.mjs",
  },
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  globalTeardown: "<rootDir>/test/support/global-teardown.ts",
  maxWorkers: 2,
  forceExit: true,
  testTimeout: 120_000,
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
};
