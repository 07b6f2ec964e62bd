export { keyOf } from './key'
export { openRows, parseRows, readRows, type RowAppender, writeRows } from './jsonl'
export { joined, latest } from './latest'
export * from './row'
