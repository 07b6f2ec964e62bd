import { drawAll, plots } from './plots'
import { find, loaded } from './page'
import { viewer } from './viewer'

const state = loaded()
document.documentElement.classList.add('scripted')
const showAgain = viewer(state)
plots(state, showAgain)
document.querySelector('#anchor')?.addEventListener('change', showAgain)

/** Light, dark, and back to what the system says. */
find('#theme').addEventListener('click', () => {
  const { dataset } = document.documentElement
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  const order = dark ? ['light', 'dark'] : ['dark', 'light']
  const next = order[order.indexOf(dataset.theme ?? '') + 1]
  if (next) dataset.theme = next
  else delete dataset.theme
})

find('#points').addEventListener('click', () => {
  const blob = new Blob([JSON.stringify(state.data, null, 1)], { type: 'application/json' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = 'points.json'
  link.click()
  URL.revokeObjectURL(link.href)
})

let width = document.documentElement.clientWidth
let waiting = 0
addEventListener('resize', () => {
  if (document.documentElement.clientWidth === width) return
  width = document.documentElement.clientWidth
  cancelAnimationFrame(waiting)
  waiting = requestAnimationFrame(() => drawAll(state))
})
