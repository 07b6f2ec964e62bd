'use strict'
// BD-rate against relative CPU time as an SVG file, the front drawn as a line.
const { mkdirSync, writeFileSync } = require('node:fs')
const { dirname } = require('node:path')

async function plot(path, title, rows) {
  const Plot = await import('@observablehq/plot')
  const { parseHTML } = require('linkedom')
  const { document } = parseHTML('<html><body></body></html>')
  const front = rows.filter((row) => row.front).sort((a, b) => a.time - b.time)
  const svg = Plot.plot({
    document,
    width: 900,
    height: 560,
    marginRight: 130,
    marginLeft: 60,
    style: { background: 'white', color: 'black' },
    x: { type: 'log', tickFormat: '~g', label: `CPU time, ${rows[0].label} = 1`, grid: true },
    y: { label: 'BD-rate (PSNR), %', grid: true },
    marks: [
      Plot.line(front, { x: 'time', y: 'psnr', stroke: 'steelblue' }),
      Plot.dot(rows, {
        x: 'time',
        y: 'psnr',
        r: 4,
        fill: (row) => (row.front ? 'steelblue' : 'white'),
        stroke: (row) => (row.front ? 'steelblue' : 'gray'),
      }),
      Plot.text(rows, {
        x: 'time',
        y: 'psnr',
        text: 'label',
        dx: 7,
        dy: -5,
        textAnchor: 'start',
        fontSize: 9,
        fill: (row) => (row.front ? 'black' : 'gray'),
      }),
    ],
  })
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  const heading = `<title>${title}: BD-rate and CPU time</title>`
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${svg.outerHTML.replace(/(<svg[^>]*>)/, `$1${heading}`)}\n`)
}

module.exports = { plot }
