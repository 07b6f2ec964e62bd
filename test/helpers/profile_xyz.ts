// Reads profiles of a matrix and curves, by ICC.1:2022 alone: what colour do samples have?

function tagAt(icc: Uint8Array, name: string): number {
  const view = new DataView(icc.buffer, icc.byteOffset, icc.length)
  for (let i = 0; i < view.getUint32(128); i++) {
    const at = 132 + 12 * i
    const signature = Buffer.from(icc.subarray(at, at + 4)).toString('latin1')
    if (signature === name) return view.getUint32(at + 4)
  }
  throw new Error(`no tag ${name}`)
}

const fixedAt = (icc: Uint8Array, at: number): number =>
  new DataView(icc.buffer, icc.byteOffset, icc.length).getInt32(at) / 65536

/** X, Y and Z of a tag of type XYZ. */
export function tagValues(icc: Uint8Array, name: string): number[] {
  const at = tagAt(icc, name)
  return [8, 12, 16].map((offset) => fixedAt(icc, at + offset))
}

/** The profile with other colorants in the places of red, green and blue. */
export function withColorants(icc: Uint8Array, columns: number[][]): Uint8Array {
  const changed = Uint8Array.from(icc)
  const view = new DataView(changed.buffer)
  for (const [i, name] of ['rXYZ', 'gXYZ', 'bXYZ'].entries()) {
    const at = tagAt(changed, name)
    columns[i]!.forEach((v, k) => view.setInt32(at + 8 + 4 * k, Math.round(v * 65536)))
  }
  return changed
}

function linear(icc: Uint8Array, name: string, code: number): number {
  const at = tagAt(icc, name)
  const kind = icc[at + 9]
  const parameter = (i: number) => fixedAt(icc, at + 12 + 4 * i)
  if (kind === 0) return code ** parameter(0)
  if (kind !== 3) throw new Error(`curve of type ${kind} is not read here`)
  const [a, b, c, d] = [parameter(1), parameter(2), parameter(3), parameter(4)]
  return code >= d ? (a * code + b) ** parameter(0) : c * code
}

/** XYZ under D50 of R, G and B, 0..1. */
export function profileXyz(
  icc: Uint8Array,
  rgb: [number, number, number],
): [number, number, number] {
  const names = ['r', 'g', 'b']
  const light = names.map((name, i) => linear(icc, `${name}TRC`, rgb[i]!))
  const columns = names.map((name) => tagValues(icc, `${name}XYZ`))
  const sum = (k: number) => columns.reduce((all, column, i) => all + column[k]! * light[i]!, 0)
  return [sum(0), sum(1), sum(2)]
}
