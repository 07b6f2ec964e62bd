// What the standards say of luma and chroma, in real numbers.
#pragma once
#include "convert/matrix.h"

namespace nodecodecs::convert {

// E'R, E'G, E'B to E'Y, E'Pb, E'Pr (or Cg, Co), and back.
struct Model {
  double forward[3][3];
  double inverse[3][3];
};

Model modelOf(Matrix matrix);

// The highest code.
inline double maxOf(int depth) {
  return (1 << depth) - 1;
}

// Sample steps per unit of E'Y and of E'Pb, and the code of black and of neutral chroma: ITU-T
// H.273 (07/2021) 8.3, equations for VideoFullRangeFlag 0 and 1.
struct Steps {
  double luma, chroma, black, neutral;
};

Steps stepsOf(const Coding& coding);

}  // namespace nodecodecs::convert
