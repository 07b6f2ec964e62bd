import { type FailedRow, keyOf, type PointOf, type ResultRow } from '../../lab/results/index'

// Rows as a sweep writes them, without running one.

function point(given: Partial<PointOf>): PointOf {
  const base = {
    schema: 1 as const,
    label: 'x265',
    picture: {
      name: 'kodim23.png',
      sha256: 'a'.repeat(64),
      width: 768,
      height: 512,
      channels: 3,
      bitDepth: 8,
    },
    codec: 'x265',
    backend: 'native',
    encoder: 'libx265',
    decoder: 'hevc',
    versions: { nodecodecs: '0.1.0', encoder: 'FFmpeg 5.1.9' },
    options: { preset: 'medium', threads: 1 },
    quality: 37,
    machine: { host: 'lab', cpu: 'CPU', cores: 2, arch: 'x64', os: 'linux 6', node: 'v20.20.2' },
    at: '2026-11-27T16:00:00.000Z',
    ...given,
  }
  return { ...base, key: keyOf(base) }
}

export function resultRow(given: Partial<ResultRow> = {}): ResultRow {
  return {
    ...point(given),
    bytes: 9904,
    bpp: 0.2015,
    split: { container: 20, header: 90, sei: 0, metadata: 0, picture: 9794 },
    stream: 'c'.repeat(64),
    metrics: { psnr: 36.5, 'ms-ssim': 0.98 },
    metricVersions: { psnr: 'nodecodecs 0.1.0', 'ms-ssim': 'nodecodecs 0.1.0' },
    encode: { wallMs: 210.5, cpuMs: 205 },
    decode: { wallMs: 9.25, cpuMs: null },
    ...Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'key')),
  }
}

export function failedRow(given: Partial<FailedRow> = {}): FailedRow {
  const { picture, ...rest } = given
  return {
    ...point(rest),
    ...(picture && { picture }),
    error: { code: 'ERR_ENCODE', message: 'libx265 failed' },
    ...rest,
  }
}
