#include "metrics/mirror.h"

#include "metrics/parallel.h"

namespace nodecodecs {

RealPlane mirroredBlur(const RealPlane& plane, const double (&taps)[5], int step, int threads) {
  RealPlane rows((plane.width + step - 1) / step, plane.height);
  forEachJob(plane.height, threads, [&](int y) {
    const double* in = plane.row(y);
    double* to = rows.row(y);
    for (int x = 0; x < rows.width; x++) {
      const int at = x * step;
      const bool inside = at >= 2 && at + 2 < plane.width;
      for (int k = -2; k <= 2; k++) {
        to[x] += taps[k + 2] * in[inside ? at + k : mirrored(at + k, plane.width)];
      }
    }
  });
  RealPlane out(rows.width, (plane.height + step - 1) / step);
  forEachJob(out.height, threads, [&](int y) {
    double* to = out.row(y);
    for (int k = -2; k <= 2; k++) {
      const double* from = rows.row(mirrored(y * step + k, rows.height));
      for (int x = 0; x < out.width; x++) to[x] += taps[k + 2] * from[x];
    }
  });
  return out;
}

}  // namespace nodecodecs
