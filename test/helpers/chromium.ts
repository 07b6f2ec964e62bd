import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readImageSync } from '../../lib'
import type { PixelArray } from '../../lib/image'

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome']

/** The browser's program, or undefined where there is none. */
export const chromium = PROGRAMS.find((name) => !spawnSync(name, ['--version']).error)

/** A picture file on a page, its upper left corner at x, y. */
export interface Shown {
  file: Uint8Array
  x: number
  y: number
}

/** No window, no network of its own, the same pixels everywhere. */
export const switches = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ...['--hide-scrollbars', '--force-device-scale-factor=1', '--force-color-profile=srgb'],
]

const page = (pictures: readonly Shown[]): string => {
  const images = pictures.map(({ file, x, y }) => {
    const source = `data:image/avif;base64,${Buffer.from(file).toString('base64')}`
    return `<img style="left:${x}px;top:${y}px" src="${source}">`
  })
  return `<!doctype html><style>body{background:#fff}img{position:absolute}</style>${images.join('')}`
}

/** What headless Chromium shows of AVIF files on a white page of this size. */
export function screenshot(width: number, height: number, pictures: readonly Shown[]): PixelArray {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-chromium-'))
  try {
    const [html, png] = [join(folder, 'page.html'), join(folder, 'page.png')]
    writeFileSync(html, page(pictures))
    const { status, stderr, error } = spawnSync(
      chromium!,
      [
        ...switches,
        `--user-data-dir=${join(folder, 'profile')}`,
        `--window-size=${width},${height}`,
        `--screenshot=${png}`,
        `file://${html}`,
      ],
      { timeout: 100_000, killSignal: 'SIGKILL' },
    )
    if (error) throw error
    if (status !== 0) throw new Error(`${chromium}: ${stderr.toString()}`)
    return readImageSync(png)
  } finally {
    // Its helper processes may write their last while the folder goes.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}
