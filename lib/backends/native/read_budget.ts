/**
 * Milliseconds that the calls of one turn of the event loop may spend on reading their pictures.
 * A call reads its picture before it returns; when a program starts hundreds at once, those beyond
 * this budget wait unread for a free thread instead, so that the loop goes on and memory does not
 * hold them all.
 */
const BUDGET_MS = 6

let spent = 0

/** Whether the next call may read its picture at once. */
export const mayRead = (): boolean => spent < BUDGET_MS

/** Counts the time of one reading; a new turn starts at zero. */
export function charge(ms: number): void {
  if (spent === 0) setImmediate(() => (spent = 0))
  spent += ms
}
