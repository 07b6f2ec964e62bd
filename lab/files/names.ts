/** A text as a file's name: letters and digits of any script, and what no system minds. */
const safe = (text: string): string => text.replace(/[^\p{L}\p{M}\p{N}_.=+-]+/gu, '_')

/**
 * Gives each text a file name of its own: texts that differ only in what a name cannot hold, or in
 * case, get a number.
 */
export class FileNames {
  readonly #taken = new Set<string>()

  /** @param extension with its dot */
  of(text: string, extension: string): string {
    const stem = safe(text)
    for (let n = 1; ; n++) {
      const name = `${n === 1 ? stem : `${stem}-${n}`}${extension}`
      const id = name.normalize().toLowerCase()
      if (this.#taken.has(id)) continue
      this.#taken.add(id)
      return name
    }
  }
}
