/**
 * The version of the package, which an addon must share: the two speak a private language. It stands
 * here, and not in package.json alone, since a bundle has no package.json beside it. native/version.h
 * has it too; test/package/version.test.ts holds the three together.
 */
export const version = '0.1.0'

/** Given by what runs the sources: the bundle (util/bundle.js) and the tests (test/environment.js). */
declare const NATIVE_SOURCES: string | undefined

/** Which sources native/ had then (util/native_sources.js); undefined where nobody says. */
export const nativeSources = typeof NATIVE_SOURCES === 'undefined' ? undefined : NATIVE_SOURCES
