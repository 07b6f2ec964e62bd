import { nearest } from '../options'

// An object of samples may hold what is its owner's; a misspelt name of ours would be passed over, and
// the picture be wrong without a word.

const shared = ['data', 'bitDepth', 'layout', 'metadata', 'warnings']
const known = {
  array: [...shared, 'shape', 'stride', 'offset'],
  raw: [...shared, 'width', 'height', 'channels'],
  planes: [
    'planes',
    'width',
    'height',
    'pixelFormat',
    'strides',
    'matrix',
    'range',
    'metadata',
    'warnings',
  ],
}

function formOf(image: object): keyof typeof known {
  if ('planes' in image) return 'planes'
  return 'shape' in image || 'dims' in image ? 'array' : 'raw'
}

/** @throws TypeError for a name in an object of the caller's own that is nearly one of ours */
export function checkNames(image: object): void {
  if (Object.getPrototypeOf(image) !== Object.prototype) return
  const names = known[formOf(image)]
  const absent = names.filter((name) => !(name in image))
  for (const name of Object.keys(image)) {
    if (names.includes(name)) continue
    const near = nearest(name, absent)
    if (near !== undefined) {
      throw new TypeError(`image: '${name}' is not known; did you mean '${near}'?`)
    }
  }
}
