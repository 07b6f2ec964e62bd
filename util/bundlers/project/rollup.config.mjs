import commonjs from '@rollup/plugin-commonjs'
import { nodeResolve } from '@rollup/plugin-node-resolve'

export default {
  input: 'main.mjs',
  external: [/^node:/, /^@nodecodecs\//],
  output: { file: 'out/main.cjs', format: 'cjs' },
  plugins: [nodeResolve({ preferBuiltins: true }), commonjs()],
}
