// PSNR-HVS: PSNR of DCT coefficients weighted by the eye's contrast sensitivity, with masking.
#pragma once
#include <vector>

#include "metrics/codes.h"

namespace nodecodecs {

// A block's side: no plane may be smaller.
constexpr int kPsnrHvsMinSide = 8;

// Of each plane, the weighted squared error over the peak's square: psnr-hvs is -10 log10 of it, of
// all three together 0.8 Y + 0.1 Cb + 0.1 Cr. As Xiph's (Daala, libvmaf): 8x8 blocks every 7
// samples, an integer DCT, contrast masking by the block's variances. It derives from Egiazarian et
// al. 2006, "New full-reference quality metrics based on HVS", VPQM, but is not their psnrhvsm.m.
std::vector<double> psnrHvsErrors(const CodedPicture& a, const CodedPicture& b, int threads);

}  // namespace nodecodecs
