import { dirname, join } from 'node:path'
import { findProgram } from '../../lib/process/executable'
import { standIn } from '../helpers/stand_in'

describe('findProgram', () => {
  test('looks in PATH, takes a program or its folder', () => {
    const found = findProgram('node')
    expect(found).toMatch(/^\/.*\/node$/)
    expect(findProgram('anything', 'node')).toBe(found)
    expect(findProgram('echo.js', dirname(standIn('echo')))).toBe(standIn('echo'))
    expect(findProgram('anything', standIn('echo'))).toBe(standIn('echo'))
    expect(findProgram('absent', dirname(standIn('echo')))).toBeUndefined()
    expect(findProgram('node', join(__dirname, '..', 'absent'))).toBeUndefined()
    expect(findProgram('no-such-program-here')).toBeUndefined()
  })
})
