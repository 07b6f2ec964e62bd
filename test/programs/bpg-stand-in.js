// What bpgenc.js puts before the PNG: BPG's magic, and a word that tells it from a real picture.
module.exports = { MAGIC: Buffer.from('BPG\xfbstand-in', 'latin1') }
