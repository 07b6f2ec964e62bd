#include "codec/jpeg_trellis.h"

#include <cmath>
#include <cstdlib>

namespace nodecodecs::trellis {
namespace {

// Where the coefficients of the zigzag lie in the rows: ITU-T T.81, figure A.6.
constexpr uint8_t kZigzag[kCoefficients] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
    41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
    30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

constexpr int kEndOfBlock = 0;
constexpr int kSixteenZeros = 0xf0;

// Best by SSIMULACRA2 on Kodak's 05, 19 and 23 with `visual`'s table (docs/settings.md): bits that
// a squared error of one step is worth, for a step as large as that of DC; by the root of a larger
// one more. A weight that falls with the block's texture, as mozjpeg has it, gains nothing by that
// metric.
constexpr float kBitsPerError = 13;

// Bits of a coefficient's magnitude.
int sizeOf(int magnitude) {
  int size = 0;
  for (; magnitude > 0; magnitude >>= 1) size++;
  return size;
}

int16_t withSign(int magnitude, int16_t of) {
  return static_cast<int16_t>(of < 0 ? -magnitude : magnitude);
}

int nearest(const Coefficients& block, const Table& table, int at) {
  return static_cast<int>(table.stepsOf(std::abs(block[kZigzag[at]]), at) + 0.5F);
}

// A way to code the block up to a coefficient that is not zero, the cheapest to it.
struct Node {
  int at;      // in the zigzag
  int from;    // the node before
  int value;   // without sign
  float cost;  // bits and errors, less what zeros up to here would have cost
};

// From one coefficient that is not zero to the next: each may be coded as the nearest value or as
// the largest whose size is one less, of which there is no cheaper one.
class Search {
 public:
  Search(const Coefficients& block, const Table& table, const Costs& costs)
      : block_(block), table_(table), costs_(costs) {
    nodes_[0] = {0, 0, 0, 0};
    for (int at = 1; at < kCoefficients; at++) {
      const int most = nearest(block, table, at);
      if (most > 0) {
        const int before = count_;
        add(at, most, before);
        if (most > 1) add(at, (1 << (sizeOf(most) - 1)) - 1, before);
      }
    }
  }

  void write(Coefficients& out) const {
    for (int i = 1; i < kCoefficients; i++) out[i] = 0;
    for (int i = last(); i != 0; i = nodes_[i].from) {
      const int place = kZigzag[nodes_[i].at];
      out[place] = withSign(nodes_[i].value, block_[place]);
    }
  }

 private:
  float error(int at, int value) const {
    const float off = table_.stepsOf(std::abs(block_[kZigzag[at]]), at) - static_cast<float>(value);
    return table_.worth(at) * off * off;
  }

  void add(int at, int value, int before) {
    const float* bitsOf = &costs_[sizeOf(value)];
    Node node = {at, 0, value, INFINITY};
    for (int i = before - 1; i >= 0; i--) {
      const int run = at - nodes_[i].at - 1;
      float cost = nodes_[i].cost + bitsOf[(run & 15) << 4];
      if (run > 15) cost += static_cast<float>(run >> 4) * costs_[kSixteenZeros];
      if (cost >= node.cost) continue;
      node.cost = cost;
      node.from = i;
    }
    node.cost += error(at, value) - error(at, 0);
    nodes_[count_++] = node;
  }

  // The last node of the cheapest way: the rest is zero.
  int last() const {
    int chosen = 0;
    float least = INFINITY;
    for (int i = 0; i < count_; i++) {
      const float end = nodes_[i].at == kCoefficients - 1 ? 0 : costs_[kEndOfBlock];
      if (nodes_[i].cost + end >= least) continue;
      least = nodes_[i].cost + end;
      chosen = i;
    }
    return chosen;
  }

  const Coefficients& block_;
  const Table& table_;
  const Costs& costs_;
  Node nodes_[2 * kCoefficients];
  int count_ = 1;
};

}  // namespace

Table::Table(const uint16_t (&steps)[kCoefficients]) {
  for (int at = 0; at < kCoefficients; at++) {
    const auto step = static_cast<float>(steps[kZigzag[at]]);
    inverse_[at] = 1 / step;
    worth_[at] = kBitsPerError * std::sqrt(step / static_cast<float>(steps[0]));
  }
}

void Counts::add(const Coefficients& quantized) {
  int run = 0;
  for (int at = 1; at < kCoefficients; at++) {
    const int magnitude = std::abs(quantized[kZigzag[at]]);
    if (magnitude == 0) {
      run++;
      continue;
    }
    counts_[kSixteenZeros] += static_cast<uint32_t>(run >> 4);
    counts_[(run & 15) << 4 | sizeOf(magnitude)]++;
    run = 0;
  }
  if (run > 0) counts_[kEndOfBlock]++;
}

Costs Counts::costs() const {
  double all = 0;
  // one more of each: what has not occurred is dear, not impossible
  for (const uint32_t count : counts_) all += count + 1.0;
  Costs costs;
  for (size_t i = 0; i < costs.size(); i++) {
    const auto own = static_cast<double>(i & 15);  // the coefficient's own bits
    costs[i] = static_cast<float>(std::log2(all / (counts_[i] + 1.0)) + own);
  }
  return costs;
}

void quantize(const Coefficients& block, const Table& table, Coefficients& out) {
  for (int at = 0; at < kCoefficients; at++) {
    const int place = kZigzag[at];
    out[place] = withSign(nearest(block, table, at), block[place]);
  }
}

void quantize(const Coefficients& block, const Table& table, const Costs& costs,
              Coefficients& out) {
  Search(block, table, costs).write(out);
  out[0] = withSign(nearest(block, table, 0), block[0]);
}

}  // namespace nodecodecs::trellis
