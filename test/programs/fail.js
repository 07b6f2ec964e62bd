#!/usr/bin/env node
// Fails in an orderly way, after so many bytes on stderr (first argument).
process.stderr.write('x'.repeat(Number(process.argv[2] ?? 0)) + '\ntold to fail\n', () => {
  process.exitCode = 3
  process.stdin.destroy()
})
