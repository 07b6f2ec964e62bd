// Quantizes random blocks of few coefficients by trellis and by trying everything: prints a line
// per block whose choice costs more than the cheapest, then how many blocks there were.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

#include "codec/jpeg_trellis.h"

namespace {

using namespace nodecodecs::trellis;

// ITU-T T.81, figure A.6, by walking the diagonals.
int placeOf(int at) {
  int x = 0, y = 0;
  for (int i = 0; i < at; i++) {
    const bool up = (x + y) % 2 == 0;
    if (up ? x == 7 : y == 7) {
      (up ? y : x)++;
    } else if (up ? y == 0 : x == 0) {
      (up ? x : y)++;
    } else {
      x += up ? 1 : -1;
      y -= up ? 1 : -1;
    }
  }
  return y * 8 + x;
}

double costOf(const Coefficients& block, const Coefficients& chosen, const Table& table,
              const Costs& costs) {
  double cost = 0;
  int run = 0;
  for (int at = 1; at < kCoefficients; at++) {
    const int place = placeOf(at);
    const int magnitude = std::abs(chosen[place]);
    const double off = table.stepsOf(std::abs(block[place]), at) - magnitude;
    cost += table.worth(at) * off * off;
    if (magnitude == 0) {
      run++;
      continue;
    }
    for (; run > 15; run -= 16) cost += costs[0xf0];
    cost += costs[run << 4 | (static_cast<int>(std::log2(magnitude)) + 1)];
    run = 0;
  }
  return run > 0 ? cost + costs[0] : cost;
}

// Every coefficient from zero to the nearest value, whatever trellis looks at.
double cheapest(const Coefficients& block, Coefficients& chosen, int at, const Table& table,
                const Costs& costs) {
  if (at == kCoefficients) return costOf(block, chosen, table, costs);
  const int place = placeOf(at);
  const int most = static_cast<int>(table.stepsOf(std::abs(block[place]), at) + 0.5F);
  double least = INFINITY;
  for (int value = 0; value <= most; value++) {
    chosen[place] = static_cast<int16_t>(block[place] < 0 ? -value : value);
    least = std::fmin(least, cheapest(block, chosen, at + 1, table, costs));
  }
  chosen[place] = 0;
  return least;
}

}  // namespace

int main() {
  std::mt19937 random(7);
  int changed = 0;
  constexpr int kBlocks = 300;
  for (int i = 0; i < kBlocks; i++) {
    uint16_t steps[kCoefficients];
    for (uint16_t& step : steps) step = static_cast<uint16_t>(1 + random() % 40);
    const Table table(steps);
    Costs costs;
    for (float& bits : costs) bits = 1 + static_cast<float>(random() % 160) / 10;
    Coefficients block = {};
    for (int k = 0; k < 6; k++) {
      const int place = placeOf(static_cast<int>(random() % kCoefficients));
      const int range = 3 * steps[place];
      block[place] = static_cast<int16_t>(static_cast<int>(random() % (2 * range + 1)) - range);
    }
    Coefficients chosen, nearest, tried = {};
    quantize(block, table, costs, chosen);
    quantize(block, table, nearest);
    changed += memcmp(chosen, nearest, sizeof chosen) != 0;
    if (chosen[0] != nearest[0]) std::printf("block %d: DC changed\n", i);
    const double ours = costOf(block, chosen, table, costs);
    const double least = cheapest(block, tried, 1, table, costs);
    if (ours > least * (1 + 1e-5)) std::printf("block %d: %f, not %f\n", i, ours, least);
  }
  std::printf("%d blocks, %d changed\n", kBlocks, changed);
}
