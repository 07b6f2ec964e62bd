import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codecs, createCodec } from '../../lib/index'
import { describeCodec } from '../../lab/work/versions'
import { itWhere } from '../helpers/where'

// What a row says of the encoder, and whom a sweep asks for it.

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nodecodecs-versions-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const real = codecs({ name: 'png', backend: 'ffmpeg' })[0]!.available

/** A program that does as ffmpeg, says that it is another version, and notes that it was asked. */
function ffmpegOfVersion(version: string): string {
  const path = join(folder, 'ffmpeg')
  const asked = join(folder, 'asked')
  const as = `[ "$1" = -version ] && { echo "ffmpeg version ${version} Copyright (c)"; exit; }`
  const found = process.env.PATH!.split(':').map((one) => join(one, 'ffmpeg'))
  const other = found.find((one) => codecs({ name: 'png', backend: 'ffmpeg', ffmpegPath: one })[0]!.available) // prettier-ignore
  writeFileSync(path, `#!/bin/sh\necho "$@" >>${asked}\n${as}\nexec ${other ?? 'false'} "$@"\n`)
  chmodSync(path, 0o755)
  return path
}

itWhere(real, 'no ffmpeg')('a codec with an ffmpeg of its own has the version of that one', () => {
  const ffmpegPath = ffmpegOfVersion('98.7')
  const own = describeCodec(createCodec('png', { backend: 'ffmpeg', ffmpegPath }))
  expect(own.versions.encoder).toContain('98.7')
  const other = describeCodec(createCodec('png', { backend: 'ffmpeg' }))
  expect(other.versions.encoder).not.toContain('98.7')
})

const addon = codecs({ name: 'png', backend: 'native' })[0]!.available
itWhere(addon, 'no addon')("an encoder of the build's has the build's version", () => {
  const png = describeCodec(createCodec('png', { backend: 'native' }))
  expect(describeCodec(createCodec('ffmpeg:png')).versions.encoder).toBe(png.versions.encoder)
})

test('codecs: one codec, one backend, and no program of another is asked', () => {
  const ffmpegPath = ffmpegOfVersion('98.7')
  const all = codecs()
  const [first] = all
  const { name, backend } = first!
  const same = (row: (typeof all)[number]) => ({ ...row, reason: '' })
  expect(codecs({ name }).map(same)).toEqual(all.filter((row) => row.name === name).map(same))
  expect(codecs({ name, backend }).map(same)).toEqual([same(first!)])
  expect(codecs({ backend: 'cli' }).map(same)).toEqual(
    all.filter((row) => row.backend === 'cli').map(same),
  )
  expect(codecs({ name: 'jpg' })).toEqual(codecs({ name: 'jpeg' }))
  codecs({ name: 'webp', backend: 'native', ffmpegPath })
  expect(() => readFileSync(join(folder, 'asked'))).toThrow('ENOENT')
  expect(() => codecs({ name: 'wepb' })).toThrow("'webp'")
})
