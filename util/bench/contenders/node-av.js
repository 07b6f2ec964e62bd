'use strict'
// node-av (FFmpeg's API one to one, with its own FFmpeg inside), the blocking calls: its fastest.
const av = require('node-av')
const { answer, Cannot } = require('./answer')

const { AV_PIX_FMT_RGB24, SWS_BICUBIC, SWS_POINT, AVERROR_EAGAIN } = av
const [LIMITED, FULL] = [1, 2] // AVCOL_RANGE_MPEG, AVCOL_RANGE_JPEG
const subsampled = [av.AV_PIX_FMT_YUV420P, av.AV_PIX_FMT_YUV422P, av.AV_PIX_FMT_YUVJ420P]
// avcodec_open2 frees the dictionary; node-av 6.1 frees it once more when it is collected, and the
// process ends with a segmentation fault. They are kept alive instead.
const dictionaries = []
av.Log.setLevel(av.AV_LOG_QUIET)

function check(rc, what) {
  if (rc < 0) throw new Error(`${what}: ${rc}`)
}

function openScaler({ width, height, format }, to, fullFrom, fullTo) {
  const scaler = new av.SoftwareScaleContext()
  scaler.allocContext()
  const options = {
    srcw: width,
    srch: height,
    src_format: format,
    src_range: Number(fullFrom),
    dstw: width,
    dsth: height,
    dst_format: to,
    dst_range: Number(fullTo),
    sws_flags: subsampled.includes(format === AV_PIX_FMT_RGB24 ? to : format)
      ? SWS_BICUBIC
      : SWS_POINT,
  }
  for (const [name, value] of Object.entries(options)) check(scaler.setOption(name, value), name)
  check(scaler.initContext(), 'initContext')
  return scaler
}

function scaled(from, format, fullFrom, fullTo) {
  const { width, height } = from
  const scaler = openScaler(from, format, fullFrom, fullTo)
  const to = new av.Frame()
  to.alloc()
  Object.assign(to, { width, height, format, colorRange: fullTo ? FULL : LIMITED })
  from.colorRange = fullFrom ? FULL : LIMITED
  check(to.getBuffer(0), 'getBuffer')
  check(scaler.scaleFrameSync(to, from), 'scaleFrame')
  scaler.freeContext()
  return to
}

function frameOf(rgb, width, height) {
  const frame = new av.Frame()
  frame.alloc()
  frame.width = width
  frame.height = height
  frame.format = AV_PIX_FMT_RGB24
  check(frame.getBuffer(1), 'getBuffer')
  check(frame.fromBuffer(Buffer.from(rgb.buffer, rgb.byteOffset, rgb.length)), 'fromBuffer')
  return frame
}

function openCodec(codec, plan, prepare) {
  const context = new av.CodecContext()
  context.allocContext3(codec)
  prepare(context)
  const options = av.Dictionary.fromObject(plan.options)
  dictionaries.push(options)
  check(context.open2Sync(codec, options), 'open2')
  return context
}

function encode({ rgb, width, height, plan }) {
  const codec = av.Codec.findEncoderByName(plan.encoder)
  if (!codec) throw new Cannot('it has no such codec')
  const source = frameOf(rgb, width, height)
  const format = av.avGetPixFmtFromName(plan.pixelFormat)
  const frame =
    format === AV_PIX_FMT_RGB24 ? source : scaled(source, format, true, plan.range === 'full')
  const context = openCodec(codec, plan, (c) => {
    Object.assign(c, { width, height, pixelFormat: format })
    c.timeBase = new av.Rational(1, 25)
    c.framerate = new av.Rational(25, 1)
  })
  frame.pts = 0n
  frame.quality = context.globalQuality
  frame.colorRange = context.colorRange
  const packet = new av.Packet()
  packet.alloc()
  check(context.sendFrameSync(frame), 'sendFrame')
  let rc = context.receivePacketSync(packet)
  if (rc === AVERROR_EAGAIN) {
    context.sendFrameSync(null)
    rc = context.receivePacketSync(packet)
  }
  check(rc, 'receivePacket')
  const bytes = packet.data
  if (frame !== source) frame.free()
  source.free()
  packet.free()
  context.freeContext()
  return bytes
}

function decode({ stream, plan }) {
  const codec = av.Codec.findDecoderByName(plan.decoder)
  if (!codec) throw new Cannot('it has no such codec')
  const context = openCodec(codec, plan, (c) => (c.threadCount = 1))
  const packet = new av.Packet()
  packet.alloc()
  packet.data = Buffer.from(stream.buffer, stream.byteOffset, stream.length)
  const frame = new av.Frame()
  frame.alloc()
  check(context.sendPacketSync(packet), 'sendPacket')
  let rc = context.receiveFrameSync(frame)
  if (rc === AVERROR_EAGAIN) {
    context.sendPacketSync(null)
    rc = context.receiveFrameSync(frame)
  }
  check(rc, 'receiveFrame')
  const full = frame.colorRange === 0 ? plan.range === 'full' : frame.colorRange === FULL
  const rgb =
    frame.format === AV_PIX_FMT_RGB24 ? frame : scaled(frame, AV_PIX_FMT_RGB24, full, true)
  const data = rgb.toBuffer()
  if (rgb !== frame) rgb.free()
  frame.free()
  packet.free()
  context.freeContext()
  return data
}

answer((trial) => {
  if (trial.plan.engine === 'jpeg') throw new Cannot('it has no libjpeg-turbo; see mjpeg-444')
  return { once: trial.direction === 'encode' ? () => encode(trial) : () => decode(trial) }
})
