// The loops of unfilter.h, for the instruction set that the including file is compiled for. A pixel
// is a vector of its channels in 16 bits each, which is as wide as the steps from pixel to pixel
// let it be: each depends on the one before.
#include <cstdint>
#include <cstring>

namespace nodecodecs::png {
namespace {

typedef uint8_t Bytes __attribute__((vector_size(8)));
typedef uint8_t BytePairs __attribute__((vector_size(16)));
typedef int16_t Words __attribute__((vector_size(16)));

// What is read and written at once: the pixel, and what is written again behind it.
template <int size>
constexpr int kReach = size <= 4 ? 4 : 8;

template <int count>
inline Words loadBytes(const uint8_t* from) {
  Bytes bytes = {};
  memcpy(&bytes, from, count);
  return __builtin_convertvector(bytes, Words);
}

template <int count>
inline void storeBytes(Words pixel, uint8_t* to) {
  const Bytes bytes = __builtin_convertvector(pixel, Bytes);
  memcpy(to, &bytes, count);
}

// Of each byte, modulo 256: the upper halves of the words are zero and stay so.
inline Words plus(Words a, Words b) {
  return reinterpret_cast<Words>(reinterpret_cast<BytePairs>(a) + reinterpret_cast<BytePairs>(b));
}

inline Words magnitudeOf(Words v) {
  return v > -v ? v : -v;
}

struct SubPredictor {
  static Words predict(Words left, Words, Words) { return left; }
};

struct AveragePredictor {
  static Words predict(Words left, Words above, Words) { return (left + above) >> 1; }
};

struct PaethPredictor {
  static Words predict(Words left, Words above, Words corner) {
    const Words byLeft = above - corner;
    const Words byAbove = left - corner;
    const Words a = magnitudeOf(byLeft);
    const Words b = magnitudeOf(byAbove);
    const Words c = magnitudeOf(byLeft + byAbove);
    const Words least = a < b ? (a < c ? a : c) : (b < c ? b : c);
    return a == least ? left : b == least ? above : corner;
  }
};

template <class Predictor, int size>
void unfilterPixels(const uint8_t* in, const uint8_t* prior, uint8_t* out, size_t bytes) {
  constexpr int kAtOnce = kReach<size>;
  Words left = {};
  Words corner = {};
  size_t at = 0;
  const auto step = [&] {
    const Words above = loadBytes<kAtOnce>(prior + at);
    const Words predicted = Predictor::predict(left, above, corner);
    left = plus(loadBytes<kAtOnce>(in + at), predicted);
    corner = above;
  };
  for (; at + kAtOnce <= bytes; at += size) {
    step();
    storeBytes<kAtOnce>(left, out + at);
  }
  for (; at < bytes; at += size) {
    step();
    storeBytes<size>(left, out + at);
  }
}

void copy(const uint8_t* in, const uint8_t*, uint8_t* out, size_t bytes) {
  memcpy(out, in, bytes);
}

void unfilterUp(const uint8_t* in, const uint8_t* prior, uint8_t* out, size_t bytes) {
  for (size_t i = 0; i < bytes; i++) out[i] = static_cast<uint8_t>(in[i] + prior[i]);
}

template <int size>
void putKernels(UnfilterKernels& kernels) {
  Unfilter* const of = kernels.of[size];
  of[0] = copy;
  of[1] = unfilterPixels<SubPredictor, size>;
  of[2] = unfilterUp;
  of[3] = unfilterPixels<AveragePredictor, size>;
  of[4] = unfilterPixels<PaethPredictor, size>;
}

UnfilterKernels makeUnfilter() {
  UnfilterKernels kernels = {};
  putKernels<1>(kernels);
  putKernels<2>(kernels);
  putKernels<3>(kernels);
  putKernels<4>(kernels);
  putKernels<6>(kernels);
  putKernels<8>(kernels);
  return kernels;
}

}  // namespace
}  // namespace nodecodecs::png
