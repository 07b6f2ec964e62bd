'use strict'
// What the installed nodecodecs does: one line of JSON. The addon that was loaded is asked of the
// kernel, so that it does not matter how a package manager lays its files out.
const { existsSync, readFileSync } = require('node:fs')
const { AVIF, HEIC, JPEG, JXL, WebP } = require('nodecodecs')

const [width, height] = [64, 48]
const data = new Uint8Array(width * height * 3).map((_, i) => i % 251)
const differs = (restored) =>
  restored.reduce((sum, sample, i) => sum + Math.abs(sample - data[i]), 0) / data.length
const MAPS = '/proc/self/maps'

async function main() {
  const warnings = []
  process.on('warning', ({ message }) => warnings.push(message))
  const [codecs, errors] = [{}, []]
  const image = { data, width, height, channels: 3 }
  for (const codec of [new JPEG(), new WebP(), new AVIF(), new HEIC(), new JXL()]) {
    if (!codec.available()) {
      errors.push(await codec.encode(image).catch(({ code, message }) => `${code}: ${message}`))
      continue
    }
    const { restored } = await codec.apply(image)
    const whole = restored.data.length === data.length && differs(restored.data) < 16
    codecs[codec.name] = whole ? codec.backend : 'broken'
  }
  await new Promise((resolve) => setImmediate(resolve))
  const maps = existsSync(MAPS) ? readFileSync(MAPS, 'utf8') : ''
  const addon = /\/.*nodecodecs\.node$/m.exec(maps)?.[0]
  console.log(JSON.stringify({ codecs, addon, warnings, errors }))
}

void main()
