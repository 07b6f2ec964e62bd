/** Exif with an orientation, as Exif's TIFF structure has it. */
export function exifWith(orientation: number, little = false): Uint8Array {
  const u16 = (value: number) => (little ? [value, 0] : [0, value])
  const wide = (value: number) => (little ? [value, 0, 0, 0] : [0, 0, 0, value])
  return Uint8Array.from([
    ...(little ? [0x49, 0x49] : [0x4d, 0x4d]),
    ...[...u16(42), ...wide(8), ...u16(1)],
    ...(little ? [0x12, 0x01] : [0x01, 0x12]),
    ...[...u16(3), ...wide(1), ...u16(orientation), 0, 0, ...wide(0)],
  ])
}
