import type { Descriptor } from '../codecs/descriptor'
import { rowsOf } from '../codecs/resolve'
import { callLimitNames } from '../files/limits'
import { checkObject, unknownOption } from '../options'
import { codecOptionOf } from '../options/foreign'

/** Names of LoadOptions, HowGood and CallLimits. */
const shared = [
  ...['quality', 'target', 'tolerance', 'onTry', 'metadata', 'autoOrient', 'background', 'signal'],
  ...callLimitNames,
]

/** The names of CodecEncodeOptions and of ApplyOptions. */
const names = {
  encode: [...shared, 'to'],
  apply: [...shared, 'encoded', 'decoded'],
} as const

/** Where an option of a codec's goes: into `options` of the call, or to who makes the codec. */
function placeOf(own: string, { name, className }: Descriptor, inCall: boolean): string {
  if (inCall) return `give it as options: { ${own}: ... }`
  if (className === 'Codec') return `give it to createCodec('${name}', { ${own}: ... })`
  return `give it to new ${className}({ ${own}: ... })`
}

/**
 * TypeError for an option that the call does not know; of one that is the codec's it tells where it
 * goes. `more`: names that the call takes besides.
 */
export function checkCall(
  given: unknown,
  call: keyof typeof names,
  descriptor: Descriptor,
  more: readonly string[] = [],
): void {
  checkObject(given, call)
  const known = [...names[call], ...more]
  const { name } = descriptor
  const has = (option: string) => Object.hasOwn(rowsOf(descriptor), option)
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue
    const own = has(key) ? key : codecOptionOf(key, has)?.option
    if (own === undefined || known.includes(own)) throw unknownOption(call, key, known)
    const means = own === key ? key : `${key} is ${own},`
    if (!has(own)) throw new TypeError(`${call}: ${means} which the codec ${name} does not have`)
    const place = placeOf(own, descriptor, known.includes('options'))
    throw new TypeError(
      `${call}: ${means}${own === key ? ' is' : ''} an option of the codec ${name}: ${place}`,
    )
  }
}
