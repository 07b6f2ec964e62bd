// The colour difference CIEDE2000.
#pragma once
#include "metrics/codes.h"

namespace nodecodecs {

struct LabColour {
  double l, a, b;
};

// What a difference in lightness, chroma and hue counts.
struct LabWeights {
  double l = 1, c = 1, h = 1;
};

// Sharma, Wu, Dalal 2005, "The CIEDE2000 color-difference formula", Color Research and Application
// 30(1).
double ciede2000(const LabColour& p, const LabColour& q, const LabWeights& weights);

// Mean over the pixels of two RGB pictures, sRGB with white D65, all weights 1.
double meanDifference(const Pixels& a, const Pixels& b, int threads);

// The same of planes of YCbCr codes, as libvmaf reads them (its feature ciede): weights 0.65, 1 and
// 4, chroma that is smaller repeated, and a matrix of its own to RGB.
double codedMeanDifference(const CodedPicture& a, const CodedPicture& b, int threads);

}  // namespace nodecodecs
