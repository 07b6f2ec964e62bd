#include "convert/primaries.h"

#include <stdexcept>

namespace nodecodecs::convert {
namespace {

struct Point {
  double x, y;
};

struct Primaries {
  int code;
  Point red, green, blue, white;
};

constexpr Point kC = {0.310, 0.316};
constexpr Point kD65 = {0.3127, 0.3290};

constexpr Primaries kPrimaries[] = {
    {4, {0.67, 0.33}, {0.21, 0.71}, {0.14, 0.08}, kC},
    {5, {0.64, 0.33}, {0.29, 0.60}, {0.15, 0.06}, kD65},
    {6, {0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}, kD65},
    {8, {0.681, 0.319}, {0.243, 0.692}, {0.145, 0.049}, kC},
    {10, {1, 0}, {0, 1}, {0, 0}, {1.0 / 3, 1.0 / 3}},
    {11, {0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}, {0.314, 0.351}},
    {12, {0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}, kD65},
    {22, {0.630, 0.340}, {0.295, 0.605}, {0.155, 0.077}, kD65},
};

struct Colour3 {
  double x, y, z;
};

Colour3 withZ(const Point& p) {
  return {p.x, p.y, 1 - p.x - p.y};
}

// a . (b x c)
double triple(const Colour3& a, const Colour3& b, const Colour3& c) {
  return a.x * (b.y * c.z - b.z * c.y) + a.y * (b.z * c.x - b.x * c.z) +
         a.z * (b.x * c.y - b.y * c.x);
}

}  // namespace

LumaWeights weightsOfPrimaries(int code) {
  for (const Primaries& p : kPrimaries) {
    if (p.code != code) continue;
    const Colour3 red = withZ(p.red);
    const Colour3 green = withZ(p.green);
    const Colour3 blue = withZ(p.blue);
    const Colour3 white = withZ(p.white);
    const double whole = white.y * triple(red, green, blue);
    return {red.y * triple(white, green, blue) / whole, blue.y * triple(white, red, green) / whole};
  }
  throw std::invalid_argument("no chromaticities are known");
}

}  // namespace nodecodecs::convert
