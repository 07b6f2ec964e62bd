#ifdef NODECODECS_LIBTIFF
#include "codec/tiff/samples.h"

#include <cmath>
#include <cstring>
#include <vector>

namespace nodecodecs {
namespace {

template <typename T>
T load(const uint8_t* from) {
  T value;
  memcpy(&value, from, sizeof value);
  return value;
}

// Of 1 sign bit, `exponentBits` with the usual bias, and `mantissaBits`.
double smallFloat(uint32_t code, int exponentBits, int mantissaBits) {
  const int bias = (1 << (exponentBits - 1)) - 1;
  const uint32_t mantissa = code & ((1U << mantissaBits) - 1);
  const int exponent = static_cast<int>((code >> mantissaBits) & ((1U << exponentBits) - 1));
  const double sign = (code >> (exponentBits + mantissaBits)) & 1 ? -1 : 1;
  if (exponent == (1 << exponentBits) - 1) return mantissa == 0 ? sign * HUGE_VAL : NAN;
  if (exponent == 0) return sign * std::ldexp(mantissa, 1 - bias - mantissaBits);
  return sign * std::ldexp(mantissa + (1U << mantissaBits), exponent - bias - mantissaBits);
}

uint32_t load24(const uint8_t* from) {
  const uint16_t one = 1;
  const bool little = *reinterpret_cast<const uint8_t*>(&one) == 1;
  return little ? from[0] | from[1] << 8 | from[2] << 16 : from[2] | from[1] << 8 | from[0] << 16;
}

double floatAt(const uint8_t* row, size_t i, int bits) {
  if (bits == 16) return smallFloat(load<uint16_t>(row + 2 * i), 5, 10);
  if (bits == 24) return smallFloat(load24(row + 3 * i), 7, 16);
  return bits == 32 ? static_cast<double>(load<float>(row + 4 * i)) : load<double>(row + 8 * i);
}

uint16_t fromFloat(double value) {
  if (!(value > 0)) return 0;
  return value >= 1 ? UINT16_MAX : static_cast<uint16_t>(std::floor(value * UINT16_MAX + 0.5));
}

// Whole bytes are in the machine's order, as libtiff leaves them; other depths are packed, most
// significant bit first.
uint32_t integerAt(const uint8_t* row, size_t i, int bits) {
  switch (bits) {
    case 8:
      return row[i];
    case 16:
      return load<uint16_t>(row + 2 * i);
    case 24:
      return load24(row + 3 * i);
    case 32:
      return load<uint32_t>(row + 4 * i);
    default:
      break;
  }
  const size_t first = i * static_cast<size_t>(bits);
  const size_t last = first + static_cast<size_t>(bits) - 1;
  uint64_t window = 0;
  for (size_t byte = first / 8; byte <= last / 8; byte++) window = window << 8 | row[byte];
  return static_cast<uint32_t>(window >> (7 - last % 8)) &
         static_cast<uint32_t>((uint64_t{1} << bits) - 1);
}

uint16_t narrowed(uint32_t value, int bits) {
  if (bits <= 16) return static_cast<uint16_t>(value);
  const uint64_t max = (uint64_t{1} << bits) - 1;
  return static_cast<uint16_t>((value * uint64_t{UINT16_MAX} + max / 2) / max);
}

// Horizontal differencing (TIFF 6.0 section 14): sums modulo 2^bits, of each sample of the pixel.
void unpackDifferences(const uint8_t* row, size_t count, const TiffLayout& layout, uint32_t half,
                       uint16_t* out, size_t step) {
  const int bits = layout.bits;
  const auto mask = static_cast<uint32_t>((uint64_t{1} << bits) - 1);
  std::vector<uint32_t> left(layout.separate ? 1 : static_cast<size_t>(layout.samples));
  for (size_t i = 0, c = 0; i < count; i++) {
    left[c] = (left[c] + integerAt(row, i, bits)) & mask;
    out[i * step] = narrowed(left[c] ^ half, bits);
    c = c + 1 == left.size() ? 0 : c + 1;
  }
}

}  // namespace

void unpackSamples(const uint8_t* row, size_t count, const TiffLayout& layout, uint16_t* out,
                   size_t step) {
  const int bits = layout.bits;
  if (layout.kind == TiffSample::floatingPoint) {
    for (size_t i = 0; i < count; i++) out[i * step] = fromFloat(floatAt(row, i, bits));
    return;
  }
  // L*a*b*'s own signs are part of its definition.
  const bool shift = layout.kind == TiffSample::signedInteger && layout.colour != TiffColour::lab;
  const uint32_t half = shift ? 1U << (bits - 1) : 0;
  if (layout.differenced) return unpackDifferences(row, count, layout, half, out, step);
  for (size_t i = 0; i < count; i++) {
    out[i * step] = narrowed(integerAt(row, i, bits) ^ half, bits);
  }
}

}  // namespace nodecodecs
#endif
