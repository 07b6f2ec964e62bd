/**
 * The version of the package, which an addon must share: the two speak a private language. It stands
 * here, and not in package.json alone, since a bundle has no package.json beside it. native/version.h
 * has it too; test/package/version.test.ts holds the three together.
 */
export const version = '0.1.0'
