import { vvcTrueSize } from '../bitstream/nal/annexb'
import { vvc as format } from '../formats'
import { oneOf } from '../options'
import { define } from './descriptor'
import { effortPoint, effortRow } from './effort'
import { evenSize } from './geometry'
import { bitDepthRow, colourRows, subsamplingRow } from './rows'
import { steps } from './scale'
import { parseTemplate } from './templates'

/** vvenc's own, fastest first. */
const presets = ['faster', 'fast', 'medium', 'slow', 'slower'] as const
// Five settings of speed for ten efforts, in vvenc's order (no front of ours: not measured yet).
const efforts = presets.flatMap((preset) => [{ preset }, { preset }])

const install =
  'install vvenc and vvdec (the programs vvencapp, vvdecapp), or FFmpeg 7.1 or later with libvvenc'

/** vvencapp writes 4:2:0 of 10 bit, at constant QP without perceptual adaptation. */
const vvencapp = [
  ...['vvencapp', '-i', '{input.yuv}', '-s', '{width}x{height}', '-c', 'yuv420_10', '-r', '25'],
  ...['-f', '1', '-q', '{quality}', '--qpa', '0', '--preset', '{preset}', '-t', '{threads}'],
  ...['-o', '{output}'],
]
const vvdecapp = ['vvdecapp', '-b', '{input}', '-o', '{output.yuv}']

export const vvc = define({
  name: 'vvc',
  className: 'VVC',
  help: 'H.266 / VVC by vvenc, raw Annex B stream',
  encoders: ['libvvenc'],
  decoders: ['vvc'],
  // H.274, where H.266 has its VUI: vui_full_range_flag is inferred to be 0.
  untagged: { matrix: 'bt601', range: 'limited' },
  backends: ['native', 'ffmpeg', 'cli'],
  options: {
    ...colourRows,
    ...subsamplingRow(['4:2:0']),
    ...bitDepthRow([10]),
    matrix: oneOf({
      values: ['bt601', 'bt709', 'bt2020'],
      default: 'bt601',
      help: 'RGB to YCbCr',
    }),
    // Neither libavcodec's libvvenc nor vvencapp, as it is called here, writes another into the stream.
    range: oneOf({ values: ['limited'], default: 'limited', help: colourRows.range.help }),
    effort: effortRow('preset', 5),
    preset: oneOf({ values: presets, help: 'speed against size; default: by effort' }),
  },
  settle: (o) => effortPoint(efforts, o),
  formats: { vvc: { kind: format, extension: '.vvc', aliases: ['.266', '.h266'], demuxer: 'vvc' } },
  quality: () => ({
    name: 'QP',
    steps: steps(63, 0),
    useful: { worst: 44, best: 19 },
    typical: 32,
  }),
  // vvenc codes 10 bits inside, whatever it is given; it has no 4:2:2 and no 4:4:4.
  pixelFormats: () => ['yuv420p10le'],
  geometry: (_o, _encoder, pixelFormat) => ({
    minWidth: 16,
    minHeight: 16,
    maxWidth: 16384,
    maxHeight: 16384,
    ...evenSize(pixelFormat),
  }),
  encode: (o, quality) => ({
    options: { g: 1, preset: o.preset, qp: quality, qpa: 0 },
  }),
  stream: { trueSize: vvcTrueSize },
  templates: {
    encode: parseTemplate(vvencapp, 'input', ['preset'], 'vvc'),
    decode: parseTemplate(vvdecapp, 'output', [], 'vvc'),
    versionArgs: ['--version'],
    install,
  },
})
