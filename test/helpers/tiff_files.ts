import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addon } from '../../lib/backends/native/addon'
import { readImageSync } from '../../lib/files'
import { tiffFile, type TiffPicture } from './tiff_builder'
import { describeWhere } from './where'

const hasTiff = addon()?.has('libtiff', 'decoder') ?? false

/** `describe` of what needs libtiff. */
export const describeTiff = describeWhere(hasTiff, 'no addon with libtiff')

/** A folder of TIFF files while the tests of a suite run. */
export function tiffFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-tiff-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  let files = 0
  const fileOf = (bytes: Uint8Array): string => {
    const path = join(folder, `${files++}.tif`)
    writeFileSync(path, bytes)
    return path
  }
  const read = (picture: TiffPicture) => readImageSync(fileOf(tiffFile(picture)))
  const samplesOf = (picture: TiffPicture): number[] => Array.from(read(picture).data)
  return { folder, fileOf, read, samplesOf }
}
