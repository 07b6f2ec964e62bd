// Milliseconds per megapixel of native/convert.* and of libswscale, each way, in the same run.
// Medians of runs that take turns, on one thread; a picture of 1024 x 1024 that stays in cache
// L2/L3 as much as one in a program would. Build and run: see docs/data/colour_measurements.md.
extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <vector>

#include "av.h"
#include "convert/internal.h"

namespace {

using nodecodecs::Colour;
using nodecodecs::FramePtr;
using nodecodecs::Isa;
using nodecodecs::Pixels;

constexpr int kSide = 1024;
constexpr int kRounds = 25;

struct Case {
  AVPixelFormat format;
  bool fullRange;
  int bitDepth;
  bool planar;  // CHW instead of HWC
};

FramePtr makeFrame(AVPixelFormat format) {
  FramePtr frame(av_frame_alloc());
  frame->format = format;
  frame->width = frame->height = kSide;
  if (av_frame_get_buffer(frame.get(), 0) < 0) std::abort();
  return frame;
}

using Sws = std::unique_ptr<SwsContext, decltype(&sws_freeContext)>;

Sws makeSws(AVPixelFormat from, AVPixelFormat to, bool fullRange, bool forward, int flags) {
  Sws sws(sws_getContext(kSide, kSide, from, kSide, kSide, to, flags, nullptr, nullptr, nullptr),
          sws_freeContext);
  const int* k = sws_getCoefficients(SWS_CS_ITU601);
  const int range = fullRange ? 1 : 0;
  sws_setColorspaceDetails(sws.get(), k, forward ? 1 : range, k, forward ? range : 1, 0, 1 << 16,
                           1 << 16);
  return sws;
}

// Processor time: what other processes take of the machine is not ours.
double millisecondsOf(const std::function<void()>& f) {
  const std::clock_t start = std::clock();
  f();
  return (std::clock() - start) * 1e3 / CLOCKS_PER_SEC;
}

std::vector<double> medians(const std::vector<std::function<void()>>& subjects) {
  std::vector<std::vector<double>> times(subjects.size());
  for (int round = 0; round < kRounds; round++) {
    for (size_t i = 0; i < subjects.size(); i++) times[i].push_back(millisecondsOf(subjects[i]));
  }
  std::vector<double> result;
  for (auto& t : times) {
    std::nth_element(t.begin(), t.begin() + kRounds / 2, t.end());
    result.push_back(t[kRounds / 2] * 1e6 / (kSide * kSide));
  }
  return result;
}

// Columns: each instruction set, then swscale with its default flags and with its accurate ones.
void bench(const Case& c, bool forward, const std::vector<Isa>& sets) {
  const int size = c.bitDepth > 8 ? 2 : 1;
  std::vector<uint8_t> samples(static_cast<size_t>(kSide) * kSide * 3 * size);
  uint32_t state = 1;
  for (uint8_t& s : samples) s = static_cast<uint8_t>((state = state * 1664525 + 1013904223) >> 24);
  if (size == 2) {
    for (size_t i = 1; i < samples.size(); i += 2) samples[i] &= (1 << (c.bitDepth - 8)) - 1;
  }
  Pixels pixels;
  pixels.data = samples.data();
  pixels.width = pixels.height = kSide;
  pixels.channels = 3;
  pixels.bitDepth = c.bitDepth;
  pixels.rowStride = c.planar ? kSide : 3 * kSide;
  pixels.columnStride = c.planar ? 1 : 3;
  pixels.channelStride = c.planar ? kSide * kSide : 1;
  const Colour colour = {nodecodecs::Matrix::bt601, c.fullRange};
  const FramePtr frame = makeFrame(c.format);
  nodecodecs::pixelsToFrame(pixels, colour, *frame, 0, kSide);

  std::vector<std::function<void()>> subjects;
  for (const Isa isa : sets) {
    const auto& kernels = nodecodecs::convert::rowKernels(isa);
    subjects.push_back([&, forward] {
      if (forward) {
        nodecodecs::convert::pixelsToFrame(kernels, pixels, colour, *frame, 0, kSide);
      } else {
        nodecodecs::convert::frameToPixels(kernels, *frame, colour, pixels);
      }
    });
  }
  const AVPixelFormat rgb = size == 2 ? AV_PIX_FMT_RGB48LE : AV_PIX_FMT_RGB24;
  std::vector<Sws> contexts;
  for (const int flags :
       {SWS_BICUBIC, SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP}) {
    contexts.push_back(
        makeSws(forward ? rgb : c.format, forward ? c.format : rgb, c.fullRange, forward, flags));
  }
  const int linesize = 3 * kSide * size;
  uint8_t* const data = samples.data();
  for (const Sws& sws : contexts) {
    subjects.push_back([&, forward] {
      if (forward) {
        sws_scale(sws.get(), &data, &linesize, 0, kSide, frame->data, frame->linesize);
      } else {
        sws_scale(sws.get(), frame->data, frame->linesize, 0, kSide, &data, &linesize);
      }
    });
  }
  std::printf("| %s %2d-bit %s %s %s |", c.planar ? "CHW" : "HWC", c.bitDepth,
              forward ? "->" : "<-", av_get_pix_fmt_name(c.format),
              c.fullRange ? "full" : "limited");
  for (const double ms : medians(subjects)) std::printf(" %.2f |", ms);
  std::printf("\n");
}

}  // namespace

int main() {
  std::vector<Isa> sets;
  std::printf("| ms per megapixel |");
  for (const Isa isa : {Isa::baseline, Isa::avx2, Isa::avx512}) {
    if (isa > nodecodecs::bestIsa()) continue;
    sets.push_back(isa);
    std::printf(" %s |", nodecodecs::convert::rowKernels(isa).name);
  }
  std::printf(" swscale | swscale accurate |\n|---|");
  for (size_t i = 0; i < sets.size() + 2; i++) std::printf("---:|");
  std::printf("\n");
  const Case cases[] = {
      {AV_PIX_FMT_YUV444P, true, 8, false},      {AV_PIX_FMT_YUV444P, true, 8, true},
      {AV_PIX_FMT_YUV444P, false, 8, false},     {AV_PIX_FMT_YUV422P, true, 8, false},
      {AV_PIX_FMT_YUV420P, true, 8, false},      {AV_PIX_FMT_YUV420P, false, 8, false},
      {AV_PIX_FMT_YUV444P10LE, true, 8, false},  {AV_PIX_FMT_YUV420P10LE, true, 8, false},
      {AV_PIX_FMT_YUV444P10LE, true, 10, false}, {AV_PIX_FMT_YUV444P12LE, true, 12, false},
      {AV_PIX_FMT_YUV444P16LE, true, 16, false}, {AV_PIX_FMT_GBRP, true, 8, false},
      {AV_PIX_FMT_GBRP, true, 8, true},          {AV_PIX_FMT_GBRP10LE, true, 8, false},
      {AV_PIX_FMT_GBRP16LE, true, 16, false},    {AV_PIX_FMT_RGB24, true, 8, false},
      {AV_PIX_FMT_RGB24, true, 8, true},         {AV_PIX_FMT_BGRA, true, 8, false},
      {AV_PIX_FMT_RGB48BE, true, 16, false},     {AV_PIX_FMT_GRAY8, true, 8, false},
      {AV_PIX_FMT_NV12, true, 8, false}};
  for (const Case& c : cases) {
    bench(c, true, sets);
    bench(c, false, sets);
  }
  return 0;
}
