module.exports = {
  mode: 'production',
  target: 'node',
  entry: './main.mjs',
  output: { path: `${__dirname}/out`, filename: 'main.cjs' },
  module: { rules: [{ test: /\.node$/, loader: 'node-loader' }] },
}
