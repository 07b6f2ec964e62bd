'use strict'
// The rows that the words of a command line name; all where there are none.

function chosen(rows, words) {
  const names = rows.map(({ name }) => name)
  const unknown = words.filter((word) => !names.includes(word))
  if (unknown.length > 0)
    throw new Error(`no case ${unknown.join(', ')}: expected of ${names.join(' | ')}`)
  return rows.filter(({ name }) => words.length === 0 || words.includes(name))
}

module.exports = { chosen }
