'use strict'
// Takes the assembly of x265's inter prediction out of its sources: 11 MB in three depths, and two
// thirds of its build, for what no still picture uses. The C functions that it replaced stay, so a
// call would still be right, only slower.
const { readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const INTERPOLATION = /interp_\dtap|_FILTERS|filterPixelToShort/
const STATEMENTS = /^\s+[\w.[\]():,;= <>]+;\s*(\/\/.*)?$/

/** The text of asm-primitives.cpp without the statements that install interpolation; its macros stay. */
function withoutInterpolation(text) {
  let macroGoesOn = false
  return text
    .split('\n')
    .filter((line) => {
      const inMacro = macroGoesOn || /^\s*#/.test(line)
      macroGoesOn = /\\\s*$/.test(line)
      if (inMacro || macroGoesOn || /^\s+primitives\./.test(line)) return true
      return !(INTERPOLATION.test(line) && STATEMENTS.test(line))
    })
    .join('\n')
}

function edit(file, change) {
  const before = readFileSync(file, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`${file} is not as expected: nothing to take out`)
  writeFileSync(file, after)
}

/** Edits the unpacked sources in `folder`. */
function dropInterPrediction(folder) {
  const common = join(folder, 'source/common')
  edit(join(common, 'x86/asm-primitives.cpp'), withoutInterpolation)
  edit(join(common, 'CMakeLists.txt'), (text) => text.replace(/ [\w-]*ipfilter(8|16)\.asm/g, ''))
}

module.exports = { dropInterPrediction }
