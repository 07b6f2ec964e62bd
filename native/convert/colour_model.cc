#include "convert/colour_model.h"

#include <cmath>

#include "convert/primaries.h"

namespace nodecodecs::convert {
namespace {

// From Kr and Kb, as ITU-T H.273 (07/2021) 8.3 has it, equations 38 to 40 and their inverse.
Model modelOfLuma(double r, double b) {
  const double g = 1 - r - b;
  const double blue = 2 * (1 - b);
  const double red = 2 * (1 - r);
  return {{{r, g, b}, {-r / blue, -g / blue, 0.5}, {0.5, -g / red, -b / red}},
          {{1, 0, red}, {1, -blue * b / g, -red * r / g}, {1, blue, 0}}};
}

Model modelOfPrimaries(int code) {
  const LumaWeights weights = weightsOfPrimaries(code);
  return modelOfLuma(weights.red, weights.blue);
}

}  // namespace

// Kr and Kb: ITU-R BT.601-7 2.5.1, BT.709-6 item 3.2, BT.2020-2 table 4 (non-constant luminance);
// FCC title 47 73.682 and SMPTE ST 240 by H.273, MatrixCoefficients 4 and 7.
// YCgCo: H.273 8.3, MatrixCoefficients 8; Cg lies in Cb's place and Co in Cr's.
Model modelOf(Matrix matrix) {
  switch (matrix) {
    case Matrix::bt709:
      return modelOfLuma(0.2126, 0.0722);
    case Matrix::bt2020:
      return modelOfLuma(0.2627, 0.0593);
    case Matrix::ycgco:
      return {{{0.25, 0.5, 0.25}, {-0.25, 0.5, -0.25}, {0.5, 0, -0.5}},
              {{1, -1, 1}, {1, 1, 0}, {1, -1, -1}}};
    case Matrix::fcc:
      return modelOfLuma(0.30, 0.11);
    case Matrix::smpte240m:
      return modelOfLuma(0.212, 0.087);
    case Matrix::primaries4:
      return modelOfPrimaries(4);
    case Matrix::primaries5:
      return modelOfPrimaries(5);
    case Matrix::primaries6:
      return modelOfPrimaries(6);
    case Matrix::primaries8:
      return modelOfPrimaries(8);
    case Matrix::primaries10:
      return modelOfPrimaries(10);
    case Matrix::primaries11:
      return modelOfPrimaries(11);
    case Matrix::primaries12:
      return modelOfPrimaries(12);
    case Matrix::primaries22:
      return modelOfPrimaries(22);
    case Matrix::bt601:
      break;
  }
  return modelOfLuma(0.299, 0.114);
}

Steps stepsOf(const Coding& coding) {
  const double neutral = 1 << (coding.depth - 1);
  if (coding.fullRange) return {maxOf(coding.depth), maxOf(coding.depth), 0, neutral};
  const double unit = std::ldexp(1, coding.depth - 8);
  // H.273 derives YCgCo from limited range R, G, B: its chroma has the steps of luma.
  const double chroma = coding.matrix == Matrix::ycgco ? 219 : 224;
  return {219 * unit, chroma * unit, 16 * unit, neutral};
}

}  // namespace nodecodecs::convert
