export default {
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: { ssr: 'main.mjs', outDir: 'out', rollupOptions: { external: [/^@nodecodecs\//] } },
}
