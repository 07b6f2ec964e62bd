// XPSNR: PSNR with each block's error weighted by what the eye sees there.
#pragma once
#include <vector>

#include "metrics/codes.h"

namespace nodecodecs {

// Of each plane, in dB. Helmrich, Siekmann, Becker, Bosse, Marpe, Wiegand 2020, "XPSNR: a low-
// complexity extension of the perceptually weighted peak signal-to-noise ratio", ICASSP, for a
// single picture as FFmpeg's filter xpsnr has it: the picture before the first one is black. The
// weights are those of `original`.
std::vector<double> xpsnr(const CodedPicture& original, const CodedPicture& distorted, int threads);

}  // namespace nodecodecs
