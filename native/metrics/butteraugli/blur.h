// The Gaussians of Butteraugli: cut off at 2.25 sigma, renormalised by the weight that lies inside
// of the picture, or, the shortest of them, mirrored at its edges.
#pragma once
#include "metrics/butteraugli/plane.h"

namespace nodecodecs::butteraugli {

enum class Edge { renormalised, mirrored };

class Blur {
 public:
  // For pictures of width x height.
  Blur(double sigma, Edge edge, int width, int height);

  int radius() const { return taps_.radius; }

  // Rows `range` of out from rows range.expanded(radius()) of in; `along` holds as many rows and is
  // written. What surrounds the rows of in changes.
  void run(Plane& in, RowRange range, Plane& along, Plane& out) const;

 private:
  void runAlong(Plane& in, int y, float* out) const;

  Taps taps_;
  Edge edge_;
  int width_, height_;
  std::vector<float> columnScale_;
  std::vector<float> rowScale_;
  std::vector<float> outside_;  // a row of zeros
};

}  // namespace nodecodecs::butteraugli
