import { makePicture } from '../helpers/pictures'
import { allEntries, describeEntries, type Entry } from '../helpers/table'

// A quality means the same at every depth: the same picture has about as many bytes.

const picture = makePicture({ width: 192, height: 128, texture: 0.2 })

/** Some code 8 bits alone, or 8 and 16: they say so. */
function takes10(make: Entry['make']): boolean {
  try {
    return make({ bitDepth: 10 }).encodeSync(picture).length > 0
  } catch {
    return false
  }
}

const lossy = allEntries.filter(({ descriptor, missing, make }) => {
  if (!('bitDepth' in descriptor.options)) return false
  if (missing !== undefined) return true
  return takes10(make) && make().qualitySteps.length > 1
})

describeEntries(lossy, ({ make }) => {
  it('8 and 10 bits', () => {
    const sizes = [8, 10].map((bitDepth) => {
      const codec = make({ bitDepth })
      return [0.4, 0.7].map((share) => {
        const { qualitySteps } = codec
        const quality = qualitySteps[Math.floor(share * qualitySteps.length)]
        return codec.encodeSync(picture, { quality }).length
      })
    })
    sizes[0]!.forEach((bytes, i) => {
      expect(sizes[1]![i]! / bytes).toBeGreaterThan(0.75)
      expect(sizes[1]![i]! / bytes).toBeLessThan(1.3)
    })
  })
})
