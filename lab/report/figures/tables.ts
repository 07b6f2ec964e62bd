import type { Table } from '../view'

const cellOf = (words: string): string => words.replace(/\|/g, '\\|')

/** GitHub's Markdown. */
export function markdown({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cellOf).join(' | ')} |`
  const rule = columns.map(({ align }) => (align === 'right' ? '---:' : '---'))
  return [
    `${caption}:`,
    '',
    line(columns.map(({ title }) => title)),
    line(rule),
    ...rows.map(line),
    '',
  ].join('\n')
}

const special: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '−': '$-$',
  '–': '--',
  '×': '$\\times$',
  '∞': '$\\infty$',
  '\u202f': '\\,',
  '’': "'",
}

const latexText = (words: string): string =>
  words.replace(/[\\~^−–×∞\u202f’]|[&%$#_{}]/g, (c) => special[c] ?? `\\${c}`)

/** A table of the booktabs package. */
export function latex({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `    ${cells.map(latexText).join(' & ')} \\\\`
  return [
    '% \\usepackage{booktabs}',
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${latexText(caption)}}`,
    `  \\begin{tabular}{${columns.map(({ align }) => (align === 'right' ? 'r' : 'l')).join('')}}`,
    '    \\toprule',
    line(columns.map(({ title }) => title)),
    '    \\midrule',
    ...rows.map(line),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n')
}
