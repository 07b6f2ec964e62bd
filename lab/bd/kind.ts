/** A warning without what differs by picture: the share and the ends of an overlap or a crossing. */
export const kindOf = (warning: string): string =>
  warning.replace(/only \d+ %/, 'a small part').replace(/: (anchor has|test needs) .*/, '')
