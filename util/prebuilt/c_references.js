'use strict'
// The C functions beside which there are SIMD ones for every processor that the addon is made for:
// at -O3 they are unrolled and vectorised into two megabytes that seldom run. Theirs is -O2.
const { appendFileSync, existsSync } = require('node:fs')
const { join } = require('node:path')

/** A CMakeLists.txt of the sources, and the files of its folder that are such functions. */
const FILES = {
  libaom: [
    'CMakeLists.txt',
    'aom_dsp/variance.c aom_dsp/sad.c aom_dsp/sad_av1.c aom_dsp/intrapred.c av1/common/cfl.c',
  ],
  'svt-av1': ['Source/Lib/Codec/CMakeLists.txt', 'intra_prediction.c'],
}

const shrink = (name) => (folder) => {
  const [list, files] = FILES[name]
  const place = join(folder, list)
  for (const file of files.split(' ')) {
    if (!existsSync(join(place, '..', file))) throw new Error(`${name}: ${file} is not there`)
  }
  appendFileSync(place, `\nset_source_files_properties(${files} PROPERTIES COMPILE_OPTIONS -O2)\n`)
}

module.exports = { shrink }
