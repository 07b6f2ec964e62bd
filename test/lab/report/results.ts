import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCodec, writeImage } from '../../../lib'
import { isResult, type ResultRow, sweep } from '../../../lab'
import { makePicture } from '../../helpers/pictures'
import '../processes'

/** Lossy codecs of this machine, and qualities that give them four points each. */
const qualities: Record<string, number[]> = {
  jpeg: [20, 45, 70, 90],
  webp: [10, 40, 70, 92],
  x264: [42, 36, 30, 24],
}

export interface Swept {
  /** Removed by `remove`. */
  base: string
  /** Two pictures. */
  pictures: string
  /** The sweep's folder, with its streams. */
  out: string
  rows: ResultRow[]
  remove(): void
}

/** Results of a real sweep: two small pictures, every codec of the table above that is here. */
export async function swept(): Promise<Swept> {
  const base = mkdtempSync(join(tmpdir(), 'nodecodecs-report-'))
  const [pictures, out] = [join(base, 'pictures'), join(base, 'sweep')]
  mkdirSync(pictures)
  await writeImage(join(pictures, 'first.png'), makePicture({ width: 192, height: 168 }))
  await writeImage(
    join(pictures, 'second.png'),
    makePicture({ width: 176, height: 180, texture: 0.15 }),
  )
  const codecs = Object.keys(qualities).filter((name) => createCodec(name).available())
  const rows: ResultRow[] = []
  const metrics = ['psnr', 'ms-ssim', 'mse']
  const quality = Object.fromEntries(codecs.map((name) => [name, qualities[name]!]))
  for await (const row of sweep({ pictures: [pictures], codecs, quality, metrics, out })) {
    if (isResult(row)) rows.push(row)
    else throw new Error(row.error.message)
  }
  return { base, pictures, out, rows, remove: () => rmSync(base, { recursive: true }) }
}
