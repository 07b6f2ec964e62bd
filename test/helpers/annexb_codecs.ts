import {
  h264Size,
  h264TrueSize,
  hevcSize,
  hevcTrueSize,
  inspectH264,
  inspectHevc,
  verifyH264,
  verifyHevc,
} from '../../lib/bitstream/nal/annexb'
import type { Section } from '../../lib/bitstream/section'

export const H264 = '-pix_fmt yuv420p -c:v libx264 -f h264'

export const hevc = (params: string, format = 'yuv420p'): string =>
  `-pix_fmt ${format} -c:v libx265 -x265-params log-level=none${params} -f hevc`

export const HEVC = hevc(':info=0')

export const CODECS = {
  'H.264': {
    args: H264,
    demuxer: 'h264',
    trueSize: h264TrueSize,
    size: h264Size,
    inspect: inspectH264,
    verify: verifyH264,
    header: 1,
    type: (byte: number) => byte & 31,
  },
  HEVC: {
    args: HEVC,
    demuxer: 'hevc',
    trueSize: hevcTrueSize,
    size: hevcSize,
    inspect: inspectHevc,
    verify: verifyHevc,
    header: 2,
    type: (byte: number) => (byte >> 1) & 63,
  },
}

export const named = (sections: Section[]): string[] =>
  sections.filter(({ kind }) => kind !== 'container').map(({ name }) => name)
