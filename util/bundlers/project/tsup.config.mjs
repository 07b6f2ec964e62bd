export default {
  entry: ['main.mjs'],
  format: 'cjs',
  outDir: 'out',
  noExternal: [/nodecodecs/],
  loader: { '.node': 'copy' },
}
