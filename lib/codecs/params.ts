/** Joins the parts of an encoder's `key=value:key=value` option; empty parts vanish. */
export function joinParams(...parts: (string | number | false | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== '').join(':')
}
