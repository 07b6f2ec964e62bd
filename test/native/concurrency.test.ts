import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { AV1 } from '../../lib/index'

const root = join(__dirname, '../..')
const svt = new AV1({ backend: 'native', encoder: 'libsvtav1' }).available()
const title = svt ? 'SVT-AV1' : 'SVT-AV1 (skipped: this FFmpeg has no native libsvtav1)'

// A process of its own: what this is about ends the process.
const script = `
const { AV1, concurrency } = require(process.argv[1])
concurrency(16)
const codec = new AV1({ backend: 'native', encoder: 'libsvtav1', speed: 12 })
const picture = { data: new Uint8Array(128 * 96 * 3).fill(90), width: 128, height: 96, channels: 3 }
async function main() {
  for (let round = 0; round < 60; round++) {
    await Promise.all(Array.from({ length: 16 }, () => codec.encode(picture)))
  }
  console.log('done')
}
main()`

;(svt ? describe : describe.skip)(title, () => {
  test('encoders that open and close on several threads at once do not crash', () => {
    const args = ['-e', script, join(root, 'dist/index.js')]
    const { status, signal, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect({ status, signal, stdout }).toEqual({ status: 0, signal: null, stdout: 'done\n' })
  }, 240_000)
})
