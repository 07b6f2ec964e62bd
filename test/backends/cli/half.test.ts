import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createCodec, defineCodec } from '../../../lib/index'
import { findProgram } from '../../../lib/process/executable'
import { codecFailure } from '../../helpers/failures'
import { makePicture } from '../../helpers/pictures'
import { itWhere } from '../../helpers/where'

// Programs that end with exit code 0 and have written half of their file: their fault, not that of
// what they were given.

const picture = makePicture({ width: 64, height: 48 })
const path = process.env.PATH!
let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'half-'))))
afterEach(() => {
  process.env.PATH = path
  rmSync(folder, { recursive: true })
})

/** The program, first of its name in PATH, leaves so many bytes of what follows `-o`. */
function cut(program: string, bytes: number): void {
  const script = `#!/bin/sh
'${findProgram(program)}' "$@" || exit
while [ $# -gt 0 ]; do
  if [ "$1" = -o ]; then head -c ${bytes} "$2" > "$2.part" && mv "$2.part" "$2"; fi
  shift
done`
  writeFileSync(join(folder, program), script)
  chmodSync(join(folder, program), 0o755)
  process.env.PATH = folder + delimiter + path
}

describe.each([
  ['webp', 'cwebp', 'dwebp'],
  ['bpg', 'bpgenc', 'bpgdec'],
])('%s', (name, encoder, decoder) => {
  const here = findProgram(encoder) !== undefined && findProgram(decoder) !== undefined
  const test = itWhere(here, `needs ${encoder} and ${decoder}`)

  test.each([10, 60, 100])('%i bytes of a stream', async (bytes) => {
    const codec = createCodec(name, { backend: 'cli' })
    cut(encoder, bytes)
    for (const call of [() => codec.encode(picture), () => codec.encodeSync(picture)]) {
      const error = await codecFailure(call)
      expect(error).toMatchObject({ code: 'ERR_CHILD', codec: name })
      expect(error.message).toContain(`${encoder} ended well, but`)
    }
  })

  test.each([10, 60, 200])('%i bytes of a picture', async (bytes) => {
    const codec = createCodec(name, { backend: 'cli' })
    const stream = codec.encodeSync(picture)
    cut(decoder, bytes)
    for (const call of [() => codec.decode(stream), () => codec.decodeSync(stream)]) {
      const error = await codecFailure(call)
      expect(error).toMatchObject({ code: 'ERR_CHILD', codec: name, exitCode: 0 })
      expect(error.message).toContain(`${decoder} ended well, but the picture that it wrote`)
    }
  })
})

test.each(['png', 'ppm', 'y4m'])('a codec of ours, by .%s files', async (form) => {
  const program = join(folder, 'copy')
  writeFileSync(program, '#!/bin/sh\nhead -c "$3" "$1" > "$2"\n')
  chmodSync(program, 0o755)
  const codec = defineCodec({
    name: `half-${form}`,
    encode: [program, `{input.${form}}`, '{output}', '1000000'],
    decode: [program, '{input}', `{output.${form}}`, '100'],
    ...(form === 'y4m' && { pixelFormats: ['yuv444p'] }),
    version: '1',
  })
  const stream = codec.encodeSync(picture)
  for (const call of [() => codec.decode(stream), () => codec.decodeSync(stream)]) {
    expect(await codecFailure(call)).toMatchObject({ code: 'ERR_CHILD', codec: `half-${form}` })
  }
})
