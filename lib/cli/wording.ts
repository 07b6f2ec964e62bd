/** How the library's messages, which speak of calls, say the same of a command line. */
const words: readonly [RegExp, string][] = [
  [/options: \{ (\w+): \.\.\. \}/g, '--set $1=...'],
  [/target: \{ ([\w-]+): ([^ }]+) \}/g, '--target $1=$2'],
  [/target \{ ([\w-]+): ([^ }]+) \}/g, '--target $1=$2'],
  [/target '([^']+)' is not known/g, "--target '$1' is not known"],
  [/it is an option of encode: /g, 'it is '],
  [/it is effort: /g, 'it is --effort, '],
  [/it is quality in/g, 'it is --quality, in'],
  [/it is metadata: .*/g, 'it is --metadata keep, drop or some of icc,exif,xmp'],
  [/it is (\w+): '?([^' ]+)'?$/g, 'it is --set $1=$2'],
  [/give its bytes: await .*/g, 'as in curl -sL URL | nodecodecs decode - OUT'],
  [/: decode\(bytes\) and readImage\(bytes\) find .*/g, ': without --codec its bytes tell'],
  [/background \('#fff'\)/g, "--background '#fff'"],
  [/, 'white', 'black' or \[red, green, blue\], got/g, ", 'white' or 'black', got"],
  [/\bdecode: bitDepth:/g, 'decode: --bit-depth:'],
  [/mkdir\('([^']+)', \{ recursive: true \}\)/g, "mkdir -p '$1'"],
  [/\bmaxPixels\b/g, '--max-pixels'],
  [/\bmaxMemory\b/g, '--max-memory'],
]

export const inSwitches = (message: string): string =>
  words.reduce((text, [pattern, by]) => text.replace(pattern, by), message)

/** A message that begins with the file that it is about: the library's own does, where it knows. */
export const saidOf = (file: string, message: string): string =>
  message.startsWith(`${file}: `) ? message : `${file}: ${message}`
