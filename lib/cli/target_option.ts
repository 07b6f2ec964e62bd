import { InvalidArgumentError } from 'commander'
import { parseTarget, type Target } from '../calls/target'
import { parseNumber } from './number'

/** `psnr=36`, `bpp=0.5`: checked before anything is encoded. */
export function parseTargetOption(text: string): Target {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? []
  if (name === undefined) throw new InvalidArgumentError('Expected METRIC=VALUE, bytes=N or bpp=X.')
  const target = { [name]: parseNumber(value!) } as Target
  try {
    parseTarget(target, 1, 1)
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message)
  }
  return target
}
