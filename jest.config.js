const { availableParallelism } = require('node:os')

// Tests run in a vm, where each look at a global goes through an interceptor: these, of which loops over
// samples are full, are handed to every module instead.
const plainGlobals = ['Array', 'Infinity', 'Map', 'Math', 'Number', 'Object', 'Set', 'String']
const arrays = ['Uint8Array', 'Uint16Array', 'Uint32Array', 'Int32Array', 'Float32Array']

module.exports = {
  testEnvironment: '<rootDir>/test/environment.js',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/build', '<rootDir>/util/bench/'],
  sandboxInjectedGlobals: [...plainGlobals, ...arrays, 'Float64Array', 'DataView'],
  testTimeout: 60000,
  // Half as many again as cores: many a test waits for a program. (Jest takes '150%' for 150.)
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
}
