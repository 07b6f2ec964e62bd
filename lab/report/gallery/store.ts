import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { FileNames } from '../../files/names'
import type { PictureAddress } from './model'

/** Where the page finds a picture's bytes. */
export interface PictureStore {
  keep(name: string, bytes: Uint8Array, extension: 'webp' | 'png'): PictureAddress
}

/** In the page itself: one file to send, a third larger than its pictures. */
export const embedded = (): PictureStore => ({
  keep: (_, bytes, extension) =>
    `data:image/${extension};base64,${Buffer.from(bytes).toString('base64')}`,
})

/** In a folder beside the page, called like it: report.html and report_pictures/. */
export function beside(page: string): PictureStore {
  const names = new FileNames()
  const folder = `${basename(page, extname(page))}_pictures`
  mkdirSync(join(dirname(page), folder), { recursive: true })
  return {
    keep: (name, bytes, extension) => {
      const file = names.of(name, `.${extension}`)
      writeFileSync(join(dirname(page), folder, file), bytes)
      return `${encodeURIComponent(folder)}/${encodeURIComponent(file)}`
    },
  }
}
