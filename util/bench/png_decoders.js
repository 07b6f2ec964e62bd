'use strict'
// PNG by the addon's two decoders and by sharp, taking turns in one process, on pictures as they are
// and with 16 bits: milliseconds of processor time, medians. `node util/bench/png_decoders.js FILE...`
const { readFileSync } = require('node:fs')
const { basename } = require('node:path')
const sharp = require('sharp')
const addon = require('../../build/Release/nodecodecs.node')
const { createCodec, readImageSync } = require('../..')
const { median } = require('./measure')

const TURNS = 31

const byAddon = (decoder) => (bytes) =>
  addon.decodeSync({ label: 'png', engine: 'libav', decoder }, {}, bytes).data[0]

const DECODERS = {
  ours: byAddon('libdeflate'),
  libavcodec: byAddon('png'),
  // Without its colourspace 16 bits become 8 on the way.
  sharp: (bytes, bitDepth) =>
    sharp(bytes)
      .toColourspace(bitDepth > 8 ? 'rgb16' : 'srgb')
      .raw({ depth: bitDepth > 8 ? 'ushort' : 'uchar' })
      .toBuffer(),
}

/** The same picture in 16 bits, with noise in the lower ones, as cameras have it. */
function deep({ data, shape }) {
  let seed = 1
  const samples = Uint16Array.from(data, (code) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return code * 256 + (seed >>> 26)
  })
  return { data: samples, shape, bitDepth: 16 }
}

async function cpu(decode) {
  const before = process.cpuUsage()
  await decode()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const bytesOf = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)

/** Throws where a decoder gives another picture than ours: its time would be worth nothing. */
async function check(bytes, bitDepth) {
  const [[, ours], ...others] = Object.entries(DECODERS)
  const wanted = bytesOf(await ours(bytes, bitDepth))
  for (const [name, decode] of others) {
    const got = bytesOf(await decode(bytes, bitDepth))
    if (!got.equals(wanted)) throw new Error(`${name} gives another picture, ${bitDepth} bits`)
  }
}

async function compare(bytes, bitDepth) {
  await check(bytes, bitDepth)
  const times = Object.fromEntries(Object.keys(DECODERS).map((name) => [name, []]))
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [name, decode] of Object.entries(DECODERS)) {
      times[name].push(await cpu(() => decode(bytes, bitDepth)))
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]))
}

async function main(paths) {
  if (paths.length === 0) throw new Error('expected PNG files')
  sharp.cache(false)
  sharp.concurrency(1)
  const ratio = (a, b) => Number((a / b).toFixed(2))
  for (const path of paths) {
    const picture = readImageSync(path)
    const files = { 8: readFileSync(path), 16: createCodec('png').encodeSync(deep(picture)) }
    for (const [depth, bytes] of Object.entries(files)) {
      const ms = await compare(bytes, Number(depth))
      const told = Object.entries(ms).map(([name, value]) => `${name} ${value.toFixed(2)} ms`)
      const [lavc, other] = [ratio(ms.ours, ms.libavcodec), ratio(ms.ours, ms.sharp)]
      console.log(`${basename(path)}, ${depth} bits: ${told.join(', ')}; ${lavc} and ${other}`)
    }
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
