#include "convert/lab.h"

#include <algorithm>
#include <cmath>

namespace nodecodecs {
namespace {

constexpr double kWhiteX = 0.9642;  // D50, as ICC.1:2022 7.2.16 has it
constexpr double kWhiteZ = 0.8249;

double inverse(double t) {
  constexpr double kBend = 6.0 / 29;
  return t > kBend ? t * t * t : 3 * kBend * kBend * (t - 4.0 / 29);
}

double transfer(double linear) {
  const double clipped = std::clamp(linear, 0.0, 1.0);
  return clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * std::pow(clipped, 1 / 2.4) - 0.055;
}

}  // namespace

Rgb labToSrgb(const Lab& lab) {
  const double middle = (lab.lightness + 16) / 116;
  const double x = kWhiteX * inverse(middle + lab.a / 500);
  const double y = inverse(middle);
  const double z = kWhiteZ * inverse(middle - lab.b / 200);
  // sRGB's XYZ matrix, adapted to D50 by Bradford, inverted.
  return {transfer(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
          transfer(-0.9787684 * x + 1.9161415 * y + 0.0334540 * z),
          transfer(0.0719453 * x - 0.2289914 * y + 1.4052427 * z)};
}

}  // namespace nodecodecs
