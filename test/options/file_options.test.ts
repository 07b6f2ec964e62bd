import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCodec } from '../../lib/index'
import { checkNoFiles } from '../../lib/options/file_options'
import { failureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'

// AVOptions by which encoders read and write files: none of them reaches one.

type AvOptions = Record<string, string | number | boolean>

const check = (options: AvOptions) => () => checkNoFiles(options, 'x')

test.each<AvOptions>([
  { 'x264-params': 'stats=a' },
  { 'x264-params': 'ref=1:stats=a' },
  { 'x264-params': 'st\\ats=a' },
  { 'x264-params': "ref=1:'stats'=a" },
  { 'x264-params': 'ref=1: Stats =a' },
  { 'x264-params': 'dump-yuv=a' },
  { 'x264-params': 'dump_yuv=a' },
  { 'x264-params': 'pass=1' },
  { 'x264-params': 'cqmfile=a' },
  { x264opts: 'bframes=0:stats=a' },
  { 'x265-params': 'csv=a:csv-log-level=2' },
  { 'x265-params': 'analysis-save=a' },
  { 'x265-params': 'analysis-load=a' },
  { 'x265-params': 'analysis-reuse-file=a' },
  { 'x265-params': 'lambda-file=a' },
  { 'x265-params': 'nalu-file=a' },
  { 'x265-params': 'dhdr10-info=a' },
  { 'x265-params': 'scaling-list=/etc/passwd' },
  { 'x265-params': 'film-grain=grain.bin' },
  { 'svtav1-params': 'stat-file=a' },
  { 'aom-params': 'second-pass-log=a' },
  { 'aom-params': 'two-pass-output=a' },
  { 'aom-params': 'partition-info-path=a' },
  { 'aom-params': 'film-grain-table=a' },
  { 'aom-params': 'vmaf-model-path=a' },
  { 'vvenc-params': 'rcstatsfile=a' },
  { 'kvazaar-params': 'period=1,stats-file-prefix=a' },
  { stats: 'a' },
  { passlogfile: 'a' },
  { omx_libname: 'a' },
  { flags: '+pass1' },
  { flags: 'qpel-pass2' },
  { flags: 'all' },
  { flags: 512 },
  { flags: '0x200' },
  { flags: 'pass1*1' },
  { anything: '/etc/passwd' },
  { anything: '../a' },
  { anything: 'a.log' },
])('%j is refused', (options) => {
  const error = failureSync(check(options))
  expect(error).toMatchObject({ name: 'TypeError' })
  expect(error.message).toContain(`'${Object.keys(options)[0]}'`)
})

test.each<AvOptions>([
  { 'x265-params': 'rd=4:log-level=2:csv-log-level=1:info=0:input-depth=8' },
  { 'x264-params': 'deblock=-1:-1:psy-rd=1.0:0.15:sar=16/11:slow-firstpass=0' },
  { 'svtav1-params': 'tune=0:film-grain=8' },
  { 'aom-params': 'sharpness=3:enable-palette=1' },
  { profile: 'main', flags: '+global_header', b: '1M', qscale: 1.5e-7, aspect: '16/9' },
  { layer_rates: '20,10.5', partitions: '+i4x4', tiles: '2x1', 'still-picture': true },
])('%j is none of a file', (options) => {
  expect(check(options)).not.toThrow()
})

describeEntries(allEntries, ({ make }) => {
  it('refuses them when it is made', () => {
    const error = failureSync(() => make({ options: { stats: 'a' } }))
    expect(error).toMatchObject({ name: 'TypeError' })
    expect(error.message).toMatch(/options: 'stats'/)
  })
})

it('what is left to x264 and x265 writes nothing', () => {
  const [before, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), 'options-'))]
  process.chdir(folder)
  try {
    for (const [name, params] of [
      ['x264', 'x264-params'],
      ['x265', 'x265-params'],
    ] as const) {
      const codec = createCodec(name, { options: { [params]: 'aq-mode=0' } })
      if (codec.available()) codec.encodeSync(makePicture({ width: 32, height: 32 }))
    }
    expect(readdirSync(folder)).toEqual([])
  } finally {
    process.chdir(before)
    rmSync(folder, { recursive: true })
  }
})
