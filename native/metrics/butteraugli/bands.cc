#include "metrics/butteraugli/bands.h"

#include <array>

namespace nodecodecs::butteraugli {
namespace {

void beginAll(std::vector<Plane>& planes, int top) {
  for (Plane& plane : planes) plane.begin(top);
}

std::array<float*, 3> rowsOf(std::vector<Plane>& planes, int y) {
  std::array<float*, 3> rows{};
  for (size_t c = 0; c < planes.size(); c++) rows[c] = planes[c].row(y);
  return rows;
}

}  // namespace

Blurs::Blurs(int width, int height)
    : adaptation(1.2, Edge::mirrored, width, height),
      low(7.15593339443, Edge::renormalised, width, height),
      middle(3.22489901262, Edge::renormalised, width, height),
      high(1.56416327805, Edge::renormalised, width, height),
      mask(2.7, Edge::renormalised, width, height) {}

Bands::Bands(int width, int height, int rows) : width_(width), height_(height) {
  const Plane plane(width, rows + 2 * kBandsReach);
  low.assign(3, plane);
  middle.assign(3, plane);
  ultra.assign(3, plane);
  high.assign(2, plane);
}

// `ultra` holds what is left of the picture after each split, until that is the highest band.
void Bands::make(const ReadRow& read, RowRange range, const Blurs& blurs, Plane& along) {
  const Kernels& k = kernels();
  const int n = padded(width_);
  const RowRange highRows = range.expanded(kMaskReach, height_);
  const RowRange middleRows = highRows.expanded(blurs.high.radius(), height_);
  const RowRange lowRows = middleRows.expanded(blurs.middle.radius(), height_);
  const RowRange colours = lowRows.expanded(blurs.low.radius(), height_);
  const RowRange source = colours.expanded(blurs.adaptation.radius(), height_);

  beginAll(middle, source.top);
  for (int y = source.top; y < source.bottom; y++) read(y, rowsOf(middle, y).data());
  beginAll(low, colours.top);
  for (int c = 0; c < 3; c++) blurs.adaptation.run(middle[c], colours, along, low[c]);
  beginAll(ultra, colours.top);
  for (int y = colours.top; y < colours.bottom; y++) {
    k.toXyb(rowsOf(middle, y).data(), rowsOf(low, y).data(), rowsOf(ultra, y).data(), n);
  }

  beginAll(low, lowRows.top);
  for (int c = 0; c < 3; c++) blurs.low.run(ultra[c], lowRows, along, low[c]);
  for (int y = lowRows.top; y < lowRows.bottom; y++) {
    k.splitLow(rowsOf(ultra, y).data(), rowsOf(low, y).data(), n);
  }

  beginAll(middle, middleRows.top);
  for (int c = 0; c < 3; c++) blurs.middle.run(ultra[c], middleRows, along, middle[c]);
  for (int y = middleRows.top; y < middleRows.bottom; y++) {
    k.splitMiddle(rowsOf(ultra, y).data(), rowsOf(middle, y).data(), n);
  }

  beginAll(high, highRows.top);
  for (int c = 0; c < 2; c++) blurs.high.run(ultra[c], highRows, along, high[c]);
  for (int y = highRows.top; y < highRows.bottom; y++) {
    k.splitHigh(rowsOf(ultra, y).data(), rowsOf(high, y).data(), n);
  }
}

}  // namespace nodecodecs::butteraugli
