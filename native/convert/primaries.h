// Kr and Kb that follow from the colours of red, green, blue and white.
#pragma once

namespace nodecodecs::convert {

struct LumaWeights {
  double red, blue;
};

// Of ColourPrimaries `code` of ITU-T H.273 (07/2021): table 2, equations 39 to 44. The code has to
// be one of Matrix's: 4, 5, 6, 8, 10, 11, 12 or 22.
LumaWeights weightsOfPrimaries(int code);

}  // namespace nodecodecs::convert
