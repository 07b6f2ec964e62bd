'use strict'
// Node's environment with a temporary folder for each suite: what a suite leaves behind is its own and
// is seen as such, whatever the suites beside it do at the same moment. It is set here since os.tmpdir()
// reads the environment of the real process, which jest hides from its tests.
const { mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { TestEnvironment: NodeEnvironment } = require('jest-environment-node')
const { nativeSources } = require('../util/native_sources')

const sources = nativeSources()

class OwnTemporaryFolder extends NodeEnvironment {
  constructor(config, context) {
    const before = process.env.TMPDIR
    const folder = mkdtempSync(join(tmpdir(), 'suite-'))
    process.env.TMPDIR = folder
    // Each change of the sources has a program of its own, whose code nobody uses again.
    process.env.NODE_DISABLE_COMPILE_CACHE ??= '1'
    super(config, context)
    // For lib/version.ts; a global in jest's settings would have all of lib/ compiled anew for each change.
    this.global.NATIVE_SOURCES = sources
    this.temporary = { before, folder }
  }

  async teardown() {
    await super.teardown()
    const { before, folder } = this.temporary
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

module.exports = OwnTemporaryFolder
