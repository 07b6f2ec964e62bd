#pragma once
// One picture through native/convert by every instruction set, held against the reference.
#include <cinttypes>
#include <cstdio>

#include "convert/internal.h"
#include "convert_random.h"

namespace comparison {

using nodecodecs::Isa;
using nodecodecs::convert::RowKernels;
using namespace reference;

inline int failures = 0;

struct Score {
  int64_t samples = 0, off = 0;
  int worst = 0;
  // Repeated samples are as right as their original: counting them would count it often.
  void add(int got, int wanted, bool repeated = false) {
    const int error = std::abs(got - wanted);
    worst = std::max(worst, error);
    if (repeated) return;
    samples++;
    off += error != 0;
  }
};

// At most one sample in a thousand, by one. Small cases get no allowance for bad luck.
inline void report(const std::string& what, const Score& s, bool exact) {
  const bool good = exact ? s.off == 0 : s.worst <= 1 && s.off * 1000 <= s.samples;
  std::printf("%s %s: max error %d, %.4f %% of %" PRId64 " off\n", good ? "ok  " : "FAIL",
              what.c_str(), s.worst, s.samples ? 100.0 * s.off / s.samples : 0.0, s.samples);
  if (!good) failures++;
}

inline std::string nameOf(const Colour& c) {
  const std::pair<Matrix, const char*> names[] = {{Matrix::bt601, "601"},
                                                  {Matrix::bt709, "709"},
                                                  {Matrix::bt2020, "2020"},
                                                  {Matrix::ycgco, "ycgco"}};
  const char* name = "";
  for (const auto& m : names) name = m.first == c.matrix ? m.second : name;
  return std::string(name) + (c.fullRange ? " full" : " limited");
}

inline std::vector<const RowKernels*> kernelSets() {
  std::vector<const RowKernels*> sets;
  for (const Isa isa : {Isa::baseline, Isa::avx2, Isa::avx512}) {
    if (isa <= nodecodecs::bestIsa()) sets.push_back(&nodecodecs::convert::rowKernels(isa));
  }
  return sets;
}

inline void mustEqual(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b,
                      const char* what) {
  if (a == b) return;
  std::printf("FAIL %s\n", what);
  failures++;
}

// In two bands and, per instruction set, in one: all the same bytes.
inline void encodeAll(const Picture& p, const Colour& colour, Frame& frame) {
  const int half = p.view.height / 2 & ~1;
  nodecodecs::pixelsToFrame(p.view, colour, *frame.av, 0, half);
  nodecodecs::pixelsToFrame(p.view, colour, *frame.av, half, p.view.height);
  for (const RowKernels* kernels : kernelSets()) {
    Frame other(static_cast<AVPixelFormat>(frame.av->format), frame.av->width, frame.av->height);
    nodecodecs::convert::pixelsToFrame(*kernels, p.view, colour, *other.av, 0, p.view.height);
    for (int i = 0; i < 4; i++) mustEqual(frame.planes[i], other.planes[i], kernels->name);
  }
}

inline void decodeAll(const Frame& frame, const Colour& colour, const Picture& p, int layout) {
  nodecodecs::frameToPixels(*frame.av, colour, p.view);
  for (const RowKernels* kernels : kernelSets()) {
    const Pixels& v = p.view;
    Picture other = makePicture(v.width, v.height, v.channels, v.bitDepth, layout);
    nodecodecs::convert::frameToPixels(*kernels, *frame.av, colour, other.view);
    mustEqual(p.memory, other.memory, kernels->name);
  }
}

inline void compareFrame(const Frame& frame, const Picture& p, const Colour& colour, Score& score) {
  for (int i = 0; i < frame.d->nb_components; i++) {
    const bool chroma = frame.isChroma(i);
    const int w =
        chroma ? AV_CEIL_RSHIFT(frame.av->width, frame.d->log2_chroma_w) : frame.av->width;
    const int h =
        chroma ? AV_CEIL_RSHIFT(frame.av->height, frame.d->log2_chroma_h) : frame.av->height;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        const bool repeated = chroma ? x << frame.d->log2_chroma_w >= p.view.width ||
                                           y << frame.d->log2_chroma_h >= p.view.height
                                     : x >= p.view.width || y >= p.view.height;
        score.add(frame.get(i, x, y), encoded(frame, p, colour, i, x, y), repeated);
      }
    }
  }
}

inline void comparePicture(const Frame& frame, const Picture& p, const Colour& colour,
                           Score& score) {
  for (int y = 0; y < p.view.height; y++) {
    for (int x = 0; x < p.view.width; x++) {
      for (int c = 0; c < p.view.channels; c++) {
        score.add(p.get(x, y, c), decoded(frame, p.view, colour, x, y, c));
      }
    }
  }
}

}  // namespace comparison
