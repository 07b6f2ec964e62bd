// Compares native/convert with the double precision reference: every format that libavutil knows,
// both directions, layouts, ranges, matrices, depths, odd sizes, bands, padding and every
// instruction set of this processor. One line per case; exit code 1 if a statement does not hold.
#include <cstdio>

#include "convert_compare.h"

namespace {

using namespace comparison;
using namespace reference;

const int sizes[][2] = {{1, 1}, {2, 2}, {3, 5}, {17, 33}, {769, 5}, {1027, 3}};
constexpr AVChromaLocation locations[] = {
    AVCHROMA_LOC_UNSPECIFIED, AVCHROMA_LOC_LEFT,       AVCHROMA_LOC_CENTER, AVCHROMA_LOC_TOPLEFT,
    AVCHROMA_LOC_TOP,         AVCHROMA_LOC_BOTTOMLEFT, AVCHROMA_LOC_BOTTOM};
unsigned turn = 0;  // picks a layout, a padding and a siting for each picture

// The formats that encoders take most get every combination, and two tiles.
bool isMain(AVPixelFormat format) {
  for (const AVPixelFormat f :
       {AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV444P10LE, AV_PIX_FMT_YUV420P10LE,
        AV_PIX_FMT_YUV422P12LE, AV_PIX_FMT_YUV444P16LE}) {
    if (f == format) return true;
  }
  return false;
}

void checkEncode(AVPixelFormat format, const Colour& colour, int depth, int channels) {
  Score score;
  for (const auto& size : sizes) {
    if (size[0] > 1024 && !isMain(format)) continue;
    const unsigned t = turn++;
    const Picture p = makePicture(size[0], size[1], channels, depth, t % layouts);
    randomise(p);
    const int more = t % 3 == 0 ? 0 : static_cast<int>(t % 5) * 7;
    Frame frame(format, size[0] + more, size[1] + more / 2);
    encodeAll(p, colour, frame);
    compareFrame(frame, p, colour, score);
  }
  report(std::string(av_get_pix_fmt_name(format)) + " from " + std::to_string(channels) + "x" +
             std::to_string(depth) + " " + nameOf(colour),
         score, channels == 1);
}

void checkDecode(AVPixelFormat format, const Colour& colour, int depth, int channels) {
  Score score;
  for (const auto& size : sizes) {
    if (size[0] > 1024 && !isMain(format)) continue;
    const unsigned t = turn++;
    const int more = t % 3 == 0 ? 0 : static_cast<int>(t % 5);
    Frame frame(format, size[0] + more, size[1] + more / 2);
    frame.av->chroma_location = locations[t % 7];
    randomise(frame);
    const Picture p = makePicture(size[0], size[1], channels, depth, t % layouts);
    decodeAll(frame, colour, p, t % layouts);
    comparePicture(frame, p, colour, score);
  }
  report(std::string(av_get_pix_fmt_name(format)) + " to " + std::to_string(channels) + "x" +
             std::to_string(depth) + " " + nameOf(colour),
         score, false);
}

bool isYuv(AVPixelFormat format) {
  const AVPixFmtDescriptor* d = av_pix_fmt_desc_get(format);
  return !(d->flags & AV_PIX_FMT_FLAG_RGB) && d->nb_components >= 3;
}

void checkFormat(AVPixelFormat format) {
  const Colour all[] = {{Matrix::bt601, true},  {Matrix::bt709, true},  {Matrix::bt2020, true},
                        {Matrix::bt601, false}, {Matrix::bt709, false}, {Matrix::bt2020, false}};
  const int depths[] = {8, 10, 12, 16};
  const int own = std::clamp(av_pix_fmt_desc_get(format)->comp[0].depth, 8, 16);
  for (int i = 0; i < 6; i++) {
    for (int j = 0; j < 4; j++) {
      const bool wanted = isMain(format) || (i == (isYuv(format) ? 3 : 0) && depths[j] == own) ||
                          (i == (j + own) % 6);
      if (!wanted) continue;
      for (const int channels : {1, 3, 4}) {
        const bool every = isMain(format) ? i % 3 == 0 : depths[j] == own;
        if (!every && channels != (isMain(format) ? 3 : 3 + i % 2)) continue;
        if (nodecodecs::canWrite(format)) checkEncode(format, all[i], depths[j], channels);
        checkDecode(format, all[i], depths[j], channels);
      }
    }
  }
}

// Every grey of `depth` bits: the exact luma, neutral chroma, and back to itself.
void checkGreys(AVPixelFormat format, const Colour& colour, int depth) {
  const int count = 1 << depth;
  const int width = 256;
  const Picture p = makePicture(width, count / width, 3, depth, hwc);
  for (int v = 0; v < count; v++) {
    for (int c = 0; c < 3; c++) p.set(v % width, v / width, c, v);
  }
  Frame frame(format, width, count / width);
  nodecodecs::pixelsToFrame(p.view, colour, *frame.av, 0, p.view.height);
  Score forward, back, neutral;
  const Picture q = makePicture(width, count / width, 3, depth, hwc);
  nodecodecs::frameToPixels(*frame.av, colour, q.view);
  const int to = frame.d->comp[0].depth;
  for (int v = 0; v < count; v++) {
    const int x = v % width, y = v / width;
    forward.add(frame.get(0, x, y), encoded(frame, p, colour, 0, x, y));
    for (int c = 0; c < 3; c++) {
      back.add(q.get(x, y, c), decoded(frame, q.view, colour, x, y, c));
    }
    if (isYuv(format)) {
      neutral.add(frame.get(1, x >> frame.d->log2_chroma_w, y >> frame.d->log2_chroma_h),
                  1 << (to - 1));
      neutral.add(frame.get(2, x >> frame.d->log2_chroma_w, y >> frame.d->log2_chroma_h),
                  1 << (to - 1));
    }
  }
  const std::string what = std::string("greys of ") + std::to_string(depth) + " bits, " +
                           av_get_pix_fmt_name(format) + " " + nameOf(colour);
  report(what + ", luma", forward, true);
  report(what + ", chroma", neutral, true);
  report(what + ", restored", back, true);
}

// RGB -> format -> RGB, the error of which is at most `limit`.
void checkRoundTrip(AVPixelFormat format, const Colour& colour, int depth, int limit) {
  const Picture p = makePicture(512, 512, 3, depth, hwc);
  randomise(p);
  Frame frame(format, 512, 512);
  nodecodecs::pixelsToFrame(p.view, colour, *frame.av, 0, 512);
  const Picture q = makePicture(512, 512, 3, depth, hwc);
  nodecodecs::frameToPixels(*frame.av, colour, q.view);
  int worst = 0;
  int64_t sum = 0;
  for (size_t i = 0; i < p.memory.size() / p.view.bytesPerSample(); i++) {
    const int n = static_cast<int>(i);
    const int error =
        std::abs(p.get(n / 3 % 512, n / 1536, n % 3) - q.get(n / 3 % 512, n / 1536, n % 3));
    worst = std::max(worst, error);
    sum += error;
  }
  const bool good = worst <= limit;
  std::printf("%s round trip of %d bits, %s %s: max error %d (limit %d), mean %.3f\n",
              good ? "ok  " : "FAIL", depth, av_get_pix_fmt_name(format), nameOf(colour).c_str(),
              worst, limit, sum / (512.0 * 512 * 3));
  if (!good) failures++;
}

void checkRefusals() {
  for (const AVPixelFormat format : {AV_PIX_FMT_NONE, AV_PIX_FMT_VAAPI, AV_PIX_FMT_BAYER_RGGB8,
                                     AV_PIX_FMT_GRAYF32LE, AV_PIX_FMT_XYZ12LE}) {
    if (nodecodecs::canWrite(format) || nodecodecs::canRead(format)) {
      std::printf("FAIL format %d should be refused\n", format);
      failures++;
    }
  }
}

// What a later libavutil adds is converted rightly (checkFormat) or refused: these two it cannot
// read itself.
void checkNewer() {
  for (const char* name : {"xv30be", "v30xbe"}) {
    const AVPixelFormat format = av_get_pix_fmt(name);
    if (format == AV_PIX_FMT_NONE || !nodecodecs::canRead(format)) continue;
    std::printf("FAIL %s should be refused\n", name);
    failures++;
  }
}

}  // namespace

int main() {
  const Colour full, limited = {Matrix::bt601, false};
  const AVPixFmtDescriptor* d = nullptr;
  while ((d = av_pix_fmt_desc_next(d)) != nullptr) {
    const AVPixelFormat format = av_pix_fmt_desc_get_id(d);
    if (nodecodecs::canRead(format)) {
      checkFormat(format);
    } else {
      std::printf("none %s\n", d->name);
    }
  }
  for (const Colour& colour :
       {full, limited, Colour{Matrix::bt709, true}, Colour{Matrix::bt2020, false}}) {
    for (const int depth : {8, 10, 12, 16}) {
      for (const AVPixelFormat format :
           {AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUV444P10LE, AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV420P12LE,
            AV_PIX_FMT_YUV444P16LE, AV_PIX_FMT_GRAY8, AV_PIX_FMT_GRAY12LE, AV_PIX_FMT_GBRP10LE}) {
        checkGreys(format, colour, depth);
      }
    }
  }
  for (const AVPixelFormat format :
       {AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV422P10LE, AV_PIX_FMT_YUV444P12LE}) {
    for (const Colour& colour : {Colour{Matrix::ycgco, true}, Colour{Matrix::ycgco, false}}) {
      for (const int depth : {8, 10, 12}) {
        checkEncode(format, colour, depth, 3);
        checkDecode(format, colour, depth, 3);
        checkGreys(format, colour, depth);
      }
    }
  }
  checkRoundTrip(AV_PIX_FMT_YUV444P, full, 8, 1);
  checkRoundTrip(AV_PIX_FMT_YUV444P, limited, 8, 2);
  checkRoundTrip(AV_PIX_FMT_YUV444P10LE, full, 8, 0);
  checkRoundTrip(AV_PIX_FMT_YUV444P10LE, limited, 8, 0);
  checkRoundTrip(AV_PIX_FMT_YUV444P10LE, full, 10, 1);
  checkRoundTrip(AV_PIX_FMT_GBRP, full, 8, 0);
  checkRoundTrip(AV_PIX_FMT_GBRP12LE, full, 12, 0);
  checkRoundTrip(AV_PIX_FMT_GBRP16LE, full, 10, 0);
  checkRoundTrip(AV_PIX_FMT_RGB24, full, 8, 0);
  checkRoundTrip(AV_PIX_FMT_RGBA64BE, full, 16, 0);
  checkRefusals();
  checkNewer();
  std::printf("%d failures\n", failures);
  return failures > 0 ? 1 : 0;
}
