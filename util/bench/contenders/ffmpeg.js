'use strict'
// A pipe through the ffmpeg program with the same options: what people do without a library.
const { spawn } = require('node:child_process')
const { answer, Cannot } = require('./answer')

const FORMATS = { x265: 'hevc', x264: 'h264', av1: 'obu', mjpeg: 'mjpeg' }

function pipe(args, input) {
  return new Promise((resolve, reject) => {
    const child = spawn('ffmpeg', ['-nostdin', '-loglevel', 'error', ...args])
    const chunks = []
    let said = ''
    child.stdout.on('data', (chunk) => chunks.push(chunk))
    child.stderr.on('data', (text) => (said += text))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`ffmpeg: ${said.trim().slice(0, 300)}`))
      else resolve(Buffer.concat(chunks))
    })
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

answer(({ direction, setting, width, height, rgb, stream, plan }) => {
  if (plan.engine === 'jpeg') throw new Cannot('it has no libjpeg-turbo; see mjpeg-444')
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24']
  if (direction === 'decode') {
    const args = ['-threads', '1', '-f', plan.demuxer, '-i', '-', ...raw, '-']
    return { once: () => pipe(args, stream) }
  }
  const options = Object.entries(plan.options).flatMap(([key, value]) => [`-${key}`, value])
  const range = plan.range === 'full' ? 'pc' : 'tv'
  const scale = `scale=out_range=${range}:out_color_matrix=bt601,format=${plan.pixelFormat}`
  const filter = plan.bitstreamFilter ? ['-bsf:v', plan.bitstreamFilter] : []
  const input = [...raw, '-s', `${width}x${height}`, '-i', '-', '-frames:v', '1', '-vf', scale]
  const output = ['-f', FORMATS[setting.codec] ?? 'image2pipe', '-']
  const args = [...input, '-c:v', plan.encoder, ...options, ...filter, ...output]
  return { once: () => pipe(args, rgb) }
})
