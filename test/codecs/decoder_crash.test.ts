import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

// Streams that ended the process in a decoder, found by fuzzing; each is decoded in a process of its
// own, and is an error there.

/** 258x1, chroma with restoration units of 32 samples: dav1d 1.0 with AVX-512 (native/codec/dav1d.cc). */
const wiener =
  'EgAKCRhoCAgyFbsngDJeF8AJJJJEAPEzm8AIAvgR3GEoD44WqjgxzGq/WKuFkWm3b+zzimcPdr' +
  '6+7ANw98iBTdjj83ZTx3Bqi5GaWrdHxNxYNHqDIy78c6858UfS+XZPGNqYOltara5glVBP7Q=='

const program = `
  const { createCodec } = require('./lib')
  try {
    createCodec('av1').decodeSync(Buffer.from(process.argv[1], 'base64'))
    console.log('decoded')
  } catch ({ code }) {
    console.log(code)
  }`

test('AV1 of a Wiener filter at 32 bytes', async () => {
  const args = ['-r', './test/helpers/load_typescript.js', '-e', program, wiener]
  const run = promisify(execFile)(process.execPath, args, { cwd: join(__dirname, '../..') })
  expect((await run).stdout).toBe('ERR_DECODE\n')
}, 60_000)
