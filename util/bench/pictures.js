'use strict'
// The pictures that everyone gets: kodim23's centre and whole, and 12 megapixels of mirrored copies.
const { existsSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { readImageSync } = require('../../dist')

const FOLDER = process.env.NODECODECS_IMAGES || join(__dirname, '../../../shared/images')

// A photograph's stand-in where the pictures are missing: smooth waves, an edge and fixed noise.
function generate(width, height) {
  const data = new Uint8Array(width * height * 3)
  let seed = 1
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++, i++) {
        seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
        const wave = 60 * Math.sin(x / (9 + c)) * Math.cos(y / 13) + (x > y ? 40 : 0)
        data[i] = 110 + wave + ((seed >> 16) % 16)
      }
    }
  }
  return { data, width, height }
}

function source(name) {
  const path = join(FOLDER, name)
  if (!existsSync(path)) {
    console.error(`no ${path}: a generated picture stands for it (NODECODECS_IMAGES)`)
    return { ...generate(768, 512), origin: 'generated' }
  }
  const { data, shape } = readImageSync(path)
  return { data, width: shape[1], height: shape[0], origin: name }
}

function crop(from, left, top, width, height) {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * from.width + left) * 3
    data.set(from.data.subarray(start, start + width * 3), y * width * 3)
  }
  return { data, width, height, origin: from.origin }
}

// Copies of the picture, each mirrored against its neighbours so that no seam is an edge.
function tile(from, width, height) {
  const data = new Uint8Array(width * height * 3)
  const mirror = (at, size) => {
    const inside = at % (2 * size)
    return inside < size ? inside : 2 * size - 1 - inside
  }
  for (let y = 0, i = 0; y < height; y++) {
    const row = mirror(y, from.height) * from.width
    for (let x = 0; x < width; x++) {
      const pixel = (row + mirror(x, from.width)) * 3
      data[i++] = from.data[pixel]
      data[i++] = from.data[pixel + 1]
      data[i++] = from.data[pixel + 2]
    }
  }
  return { data, width, height, origin: `${from.origin}, mirrored` }
}

// All sizes, also as raw files of `folder` for the children.
function makePictures(folder) {
  const kodak = source('kodim23.png')
  const pictures = [
    { name: '256x256', ...crop(kodak, 256, 128, 256, 256) },
    { name: '768x512', ...kodak },
    { name: '4000x3000', ...tile(kodak, 4000, 3000) },
  ]
  for (const picture of pictures) {
    picture.rgb = join(folder, `${picture.name}.rgb`)
    writeFileSync(picture.rgb, picture.data)
  }
  return pictures
}

module.exports = { FOLDER, generate, source, crop, tile, makePictures }
