/** The same picture without what its decoder would fail for or read wrong. */
export interface Plain {
  bytes: Uint8Array
  /** What of that was damaged. */
  warnings: string[]
}
