import { fourcc } from './bytes'
import { bad } from './jxl_prefix'

// The commands that an ICC profile in a JPEG XL codestream is coded as, and their data (ISO/IEC 18181-1
// annex E.4.3 to E.4.5): most of a profile is what a reader expects after what it has.

const HEADER = 128

/** Bytes one after the other, up to an end. */
class Bytes {
  #at: number
  constructor(
    readonly bytes: Uint8Array,
    at: number,
    readonly end: number,
  ) {
    this.#at = at
    if (at > end || end > bytes.length) throw bad('the commands')
  }

  get at(): number {
    return this.#at
  }

  get done(): boolean {
    return this.#at === this.end
  }

  next(): number {
    if (this.done) throw bad('the commands')
    return this.bytes[this.#at++]!
  }

  take(count: number): Uint8Array {
    if (count > this.end - this.#at) throw bad('the data')
    this.#at += count
    return this.bytes.subarray(this.#at - count, this.#at)
  }

  /** Seven bits a byte, lowest first. */
  number(): number {
    let value = 0
    for (let shift = 0; shift < 63; shift += 7) {
      const byte = this.next()
      value += (byte & 127) * 2 ** shift
      if (byte < 128) return value
    }
    throw bad('a number')
  }
}

/** The profile as it grows, no longer than it is to be. */
class Profile {
  readonly bytes: Uint8Array
  length = 0
  constructor(length: number) {
    this.bytes = new Uint8Array(length)
  }

  add(values: ArrayLike<number>): void {
    if (values.length > this.bytes.length - this.length) throw bad('the length')
    this.bytes.set(values, this.length)
    this.length += values.length
  }

  push(value: number): void {
    if (this.length === this.bytes.length) throw bad('the length')
    this.bytes[this.length++] = value
  }

  text(value: string): void {
    this.add(Buffer.from(value, 'latin1'))
  }

  u32(value: number): void {
    this.add([24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) & 255))
  }
}

/** What is expected of a header, before its first byte is known. */
function usualHeader(length: number): Uint8Array {
  const header = Buffer.alloc(HEADER)
  header.writeUInt32BE(length, 0)
  header[8] = 4
  header.write('mntrRGB XYZ ', 12, 'latin1')
  header.write('acsp', 36, 'latin1')
  header.set([0, 0, 246, 214, 0, 1, 0, 0, 0, 0, 211, 45], 68)
  return header
}

/** And with those before `at`. */
function learn(header: Uint8Array, known: Uint8Array, at: number): void {
  if (at === 8) header.set(known.subarray(4, 8), 80)
  const start = fourcc(known, 40).slice(0, at - 40)
  const vendor = { 41: { A: 'APPL', M: 'MSFT' }, 42: { SG: 'SGI ', SU: 'SUNW' } }[at]
  const name = (vendor as Record<string, string> | undefined)?.[start]
  if (name) header.set(Buffer.from(name.slice(at - 40), 'latin1'), at)
}

function addHeader(profile: Profile, data: Bytes): void {
  const { length } = profile.bytes
  const header = usualHeader(length)
  for (let i = 0; i < Math.min(HEADER, length); i++) {
    learn(header, profile.bytes, i)
    profile.push((data.next() + header[i]!) & 255)
  }
}

const TAGS = 'cprt wtpt bkpt rXYZ gXYZ bXYZ kXYZ rTRC gTRC bTRC kTRC chad desc chrm dmnd dmdd lumi'.split(' ') // prettier-ignore
const OF_20_BYTES = ['rXYZ', 'gXYZ', 'bXYZ', 'kXYZ', 'wtpt', 'bkpt', 'lumi']

function tagName(code: number, data: Bytes): string {
  if (code === 1) return Buffer.from(data.take(4)).toString('latin1')
  const name = { 2: 'rTRC', 3: 'rXYZ' }[code] ?? TAGS[code - 4]
  if (name === undefined) throw bad('a tag')
  return name
}

function addTags(profile: Profile, commands: Bytes, data: Bytes): void {
  const count = commands.number() - 1
  if (count < 0) return
  profile.u32(count)
  let [start, size] = [HEADER + 12 * count, 0]
  const add = (name: string, at: number): void => {
    profile.text(name)
    profile.u32(at)
    profile.u32(size)
  }
  while (!commands.done) {
    const command = commands.next()
    const code = command & 63
    if (code === 0) return
    const name = tagName(code, data)
    start = command & 64 ? commands.number() : start + size
    if (OF_20_BYTES.includes(name)) size = 20
    if (command & 128) size = commands.number()
    add(name, start)
    if (code === 2) for (const more of ['gTRC', 'bTRC']) add(more, start)
    if (code === 3)
      for (const [i, more] of ['gXYZ', 'bXYZ'].entries()) add(more, start + (i + 1) * size)
  }
}

/** Columns become rows: the first bytes of all numbers stand before all second ones. */
function unshuffled(bytes: Uint8Array, width: number): Uint8Array {
  const height = Math.ceil(bytes.length / width)
  const result = new Uint8Array(bytes.length)
  for (let i = 0, from = 0, first = 0; i < bytes.length; i++) {
    result[i] = bytes[from]!
    from += height
    if (from >= bytes.length) from = ++first
  }
  return result
}

/** What three numbers before lead to expect. */
function expected(order: number, a: number, b: number, c: number): number {
  if (order === 0) return a
  return order === 1 ? 2 * a - b : 3 * a - 3 * b + c
}

function addPredicted(profile: Profile, commands: Bytes, data: Bytes): void {
  const flags = commands.next()
  const [width, order] = [(flags & 3) + 1, (flags & 12) >> 2]
  if (width === 3 || order === 3) throw bad('a prediction')
  const stride = flags & 16 ? commands.number() : width
  if (stride < width || stride * 4 >= profile.length) throw bad('a prediction')
  const rests = unshuffled(data.take(commands.number()), width)
  const { bytes, length: begin } = profile
  const before = (at: number): number => {
    let value = 0
    for (let i = 0; i < width; i++) value = value * 256 + bytes[at + i]!
    return value
  }
  for (const [i, rest] of rests.entries()) {
    const at = begin + i - (i % width)
    const value = expected(
      order,
      before(at - stride),
      before(at - 2 * stride),
      before(at - 3 * stride),
    )
    profile.push((Math.floor(value / 256 ** (width - 1 - (i % width))) + rest) & 255)
  }
}

const TYPES = ['XYZ ', 'desc', 'text', 'mluc', 'para', 'curv', 'sf32', 'gbd ']

function addContent(profile: Profile, commands: Bytes, data: Bytes): void {
  while (!commands.done) {
    const command = commands.next()
    const type = command === 10 ? 'XYZ ' : TYPES[command - 16]
    if (type !== undefined) {
      profile.text(type)
      profile.u32(0)
      if (command === 10) profile.add(data.take(12))
    } else if (command === 1) profile.add(data.take(commands.number()))
    else if (command === 2) profile.add(unshuffled(data.take(commands.number()), 2))
    else if (command === 3) profile.add(unshuffled(data.take(commands.number()), 4))
    else if (command === 4) addPredicted(profile, commands, data)
    else throw bad('a command')
  }
}

/** The profile; `check` is told how long it says that it is, before there is memory for it. */
export function profileOf(coded: Uint8Array, check: (length: number) => void): Uint8Array {
  const lengths = new Bytes(coded, 0, coded.length)
  const length = lengths.number()
  check(length)
  const split = lengths.number() + lengths.at
  const commands = new Bytes(coded, lengths.at, split)
  const data = new Bytes(coded, split, coded.length)
  const profile = new Profile(length)
  addHeader(profile, data)
  if (length > HEADER) addTags(profile, commands, data)
  addContent(profile, commands, data)
  if (profile.length !== length || !data.done) throw bad('the length')
  return profile.bytes
}
