/** Of ASCII and Latin-1, but for tab and the ends of lines, CSV's too. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)/g

/**
 * Text as a terminal may have it: what a file's name or its content says must not move the cursor,
 * change the title or the colours, or hide a line. Control characters become \x1b and the like.
 */
export const visible = (text: string): string =>
  text.replace(CONTROLS, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)

/** The same in one line, for a cell of a table. */
export const visibleLine = (text: string): string =>
  visible(text).replace(/\r/g, '\\x0d').replace(/\n/g, '\\n')

/** A line on stderr. */
export const tellError = (text: string): void => void process.stderr.write(`${visible(text)}\n`)
