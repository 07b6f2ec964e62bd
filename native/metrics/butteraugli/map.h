// Two pictures of linear light -> how different they look, sample by sample.
#pragma once
#include "metrics/butteraugli/bands.h"

namespace nodecodecs::butteraugli {

// Makes the map of width x height pictures, up to `rows` rows at a time.
class MapMaker {
 public:
  MapMaker(int width, int height, int rows);

  // Rows `range`: row(y) has padded(width) samples until the next call.
  void make(const ReadRow& original, const ReadRow& distorted, RowRange range);
  float* row(int y) { return ac_.row(y); }

 private:
  void compareLines(Plane& a, Plane& b, const MaltaWeights& weights, RowRange range);
  void compareSamples(RowRange range);
  void makeMask(RowRange range);
  void addMaskDifference(RowRange range);

  int width_, height_;
  Blurs blurs_;
  Bands original_, distorted_;
  Plane along_, difference_, ac_, dc_;
  Plane& mask_;  // of the original, once the bands have been compared
  Plane& otherMask_;
};

}  // namespace nodecodecs::butteraugli
