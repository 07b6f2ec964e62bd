#include "convert/lab.h"

#include <algorithm>
#include <cmath>

namespace nodecodecs {
namespace {

constexpr double kD50[3] = {0.9642, 1, 0.8249};
constexpr double kBradford[3][3] = {
    {0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}};
constexpr double kBradfordBack[3][3] = {{0.9869929, -0.1470543, 0.1599627},
                                        {0.4323053, 0.5183603, 0.0492912},
                                        {-0.0085287, 0.0400428, 0.9684867}};
// sRGB's XYZ matrix, adapted to D50 by Bradford, inverted.
constexpr double kFromD50[3][3] = {{3.1338561, -1.6168667, -0.4906146},
                                   {-0.9787684, 1.9161415, 0.0334540},
                                   {0.0719453, -0.2289914, 1.4052427}};

// Row `i` of a matrix times a column.
double times(const double (&matrix)[3][3], int i, const double (&column)[3]) {
  return matrix[i][0] * column[0] + matrix[i][1] * column[1] + matrix[i][2] * column[2];
}

double inverse(double t) {
  constexpr double kBend = 6.0 / 29;
  return t > kBend ? t * t * t : 3 * kBend * kBend * (t - 4.0 / 29);
}

double transfer(double linear) {
  const double clipped = std::clamp(linear, 0.0, 1.0);
  return clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * std::pow(clipped, 1 / 2.4) - 0.055;
}

}  // namespace

LabWhite::LabWhite() : LabWhite(kD50[0], kD50[1], kD50[2]) {}

LabWhite::LabWhite(double x, double y) : LabWhite(x / y, 1, (1 - x - y) / y) {}

LabWhite::LabWhite(double x, double y, double z) {
  const double white[3] = {x, y, z};
  for (int column = 0; column < 3; column++) {
    // One of X, Y, Z of the white alone, adapted to D50.
    double part[3] = {};
    part[column] = white[column];
    double cones[3];
    for (int i = 0; i < 3; i++) {
      cones[i] = times(kBradford, i, part) * times(kBradford, i, kD50) / times(kBradford, i, white);
    }
    double adapted[3];
    for (int i = 0; i < 3; i++) adapted[i] = times(kBradfordBack, i, cones);
    for (int i = 0; i < 3; i++) matrix_[i][column] = times(kFromD50, i, adapted);
  }
}

Rgb LabWhite::linear(double x, double y, double z) const {
  const double xyz[3] = {x, y, z};
  return {times(matrix_, 0, xyz), times(matrix_, 1, xyz), times(matrix_, 2, xyz)};
}

Rgb labToSrgb(const Lab& lab, const LabWhite& white) {
  const double middle = (lab.lightness + 16) / 116;
  const Rgb linear =
      white.linear(inverse(middle + lab.a / 500), inverse(middle), inverse(middle - lab.b / 200));
  return {transfer(linear.red), transfer(linear.green), transfer(linear.blue)};
}

}  // namespace nodecodecs
