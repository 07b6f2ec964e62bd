/** A quoted cell, or a plain one, and what ends it. */
const cell = (separator: string) =>
  new RegExp(`(?:[ ]*"((?:[^"]|"")*)"[ ]*|([^${separator}\\r\\n]*))(${separator}|\\r?\\n|$)`, 'gy')

function* linesOf(text: string, separator: string): Generator<string[]> {
  let line: string[] = []
  for (const [whole, quoted, plain = '', end] of text.matchAll(cell(separator))) {
    if (whole === '' && line.length === 0) return // behind the last line's end
    line.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'))
    if (end === separator) continue
    yield line
    line = []
  }
}

/**
 * A table with a head, separated by commas or tabs (RFC 4180: quotes where a separator, a quote or a
 * line's end is inside; also with a byte order mark, as spreadsheets write it). Cells that are empty
 * are left out. RangeError, naming the line, for a line of more cells than the head.
 */
export function parseTable(text: string): Record<string, string>[] {
  const plain = text.replace(/^\uFEFF/, '').trimEnd()
  const separator = plain.split('\n', 1)[0]!.includes('\t') ? '\t' : ','
  const [head = [], ...lines] = linesOf(plain, separator)
  return lines
    .filter((line) => line.some((value) => value !== ''))
    .map((line, i) => {
      if (line.length > head.length) {
        throw new RangeError(`row ${i + 1}: ${line.length} cells below ${head.length} names`)
      }
      const entries = head.map((name, j) => [name, line[j] ?? ''] as const)
      return Object.fromEntries(entries.filter(([, value]) => value !== ''))
    })
}
