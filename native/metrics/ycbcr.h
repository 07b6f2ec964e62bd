// YCbCr of BT.601-7, 2.5.3, of limited range, in whole numbers.
#pragma once

namespace nodecodecs {

// Rows Y, Cb, Cr for R, G, B of 0 to 1, in thousandths of an 8-bit code, and what is added.
inline constexpr int kYcbcrRows[3][3] = {
    {65481, 128553, 24966}, {-37797, -74203, 112000}, {112000, -93786, -18214}};
inline constexpr int kYcbcrBias[3] = {16, 128, 128};

}  // namespace nodecodecs
