// One picture's frequency bands, as Butteraugli compares them, for some of its rows.
#pragma once
#include <functional>

#include "metrics/butteraugli/blur.h"

namespace nodecodecs::butteraugli {

// Writes row y as linear R, G, B in nits.
using ReadRow = std::function<void(int y, float* const* rgb)>;

// The blurs of pictures of one size.
struct Blurs {
  Blurs(int width, int height);

  Blur adaptation, low, middle, high, mask;
};

// Rows of the high bands that the mask of a row needs: its erosion's and its blur's.
constexpr int kMaskReach = kErosionStep + 6;

// Rows of the picture that one row of the bands needs, at most, on either side.
constexpr int kBandsReach = kMaskReach + 3 + 7 + 16 + 2;

class Bands {
 public:
  // For at most `rows` rows.
  Bands(int width, int height, int rows);

  // Makes rows `range` of the bands; of the high ones kMaskReach more on either side, and of the
  // middle ones still more. `along` has rows + 2 kBandsReach rows.
  void make(const ReadRow& read, RowRange range, const Blurs& blurs, Plane& along);

  // X, Y and B; of the high and ultra high ones X and Y.
  std::vector<Plane> low, middle, high, ultra;

 private:
  int width_, height_;
};

}  // namespace nodecodecs::butteraugli
