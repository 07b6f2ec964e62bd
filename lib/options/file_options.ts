// Encoders' own options that name files: where a picture's encoder opens them, whoever sets an option
// writes where this process may. No encoder needs one for one picture.

/** Words of names: `stats`, `log-file`, `second-pass-log`, `analysis-save`, `cqmfile`, `twopass_stats`. */
const FILES =
  /^((?!pro)\w*files?|\w*path|(out)?dir|(rc)?stats?|csv|pass(es)?|passlog\w*|dump|clbin|recon|save|load|reuse|\w*prefix|libname)$/i

/** Whole names that no word of theirs tells. */
const NAMED = ['config', 'tracerule', 'decbitstream', 'dhdr10-info', 'film-grain-table']

/** `a/b`, `a\b` and `a.bin`; not 16/9, 0.5 or 1.5e-3. */
const PATH = /[\\/]|\.[a-z]/i
const RATIO = /^\d+\/\d+$/

/** Both of two passes: the encoder itself keeps a file between them. */
const FLAGS = /^([+-]?[a-z]\w*)([+-][a-z]\w*)*$/i
const PASSES = /^(pass[12]|all|max)$/i

const words = (name: string): string[] => name.split(/[-_:]/)

function isFile(name: string): boolean {
  const plain = name.toLowerCase()
  if (NAMED.includes(plain)) return true
  // How much is said in it: `log-level`, `csv-log-level`.
  return !/level$/.test(plain) && words(plain).some((word) => FILES.test(word))
}

const looksLikePath = (value: string): boolean => PATH.test(value) && !RATIO.test(value)

/**
 * Names and values in a text such as `stats=a:pass=1`, however libavutil and the encoders read it:
 * escapes and quotes are taken away, and what may end a value does, even where it is escaped.
 */
function* pairsOf(text: string): Generator<[name: string, value: string]> {
  for (const pair of text.replace(/[\\']/g, '').split(/[:,]/)) {
    const [name = '', ...value] = pair.split('=')
    yield [name.trim().replace(/^-+/, ''), value.join('=').trim()]
  }
}

const isText = (name: string, value: string): boolean =>
  /(params|opts)$/.test(name) || value.includes('=')

/** What in one AVOption would make its encoder open a file. */
function fileIn(name: string, value: string): string | undefined {
  if (isText(name, value)) {
    for (const [key, own] of pairsOf(value)) {
      if (isFile(key) || looksLikePath(own)) return `'${key}' in '${name}'`
    }
    return undefined
  }
  if (/flags$/.test(name)) {
    const passes = value.split(/[+-]/).some((flag) => PASSES.test(flag))
    return passes || !FLAGS.test(value) ? `'${value}' in '${name}'` : undefined
  }
  return isFile(name) || looksLikePath(value) ? `'${name}'` : undefined
}

/**
 * Refuses AVOptions by which an encoder reads or writes files.
 * @throws TypeError that names the option
 */
export function checkNoFiles(
  options: Readonly<Record<string, string | number | boolean>>,
  owner: string,
): void {
  for (const [name, value] of Object.entries(options)) {
    const found = fileIn(name, String(value))
    if (found === undefined) continue
    throw new TypeError(
      `${owner}: options: ${found}: expected no option by which an encoder opens a file; defineCodec runs its program`,
    )
  }
}
