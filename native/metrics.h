// Full-reference picture metrics. Names, definitions and sources are in docs/metrics.md.
#pragma once
#include <string>
#include <vector>

#include "pixels.h"

namespace nodecodecs {

// "mse", "psnr", "psnr-y", "psnr-ycbcr", "psnr-ycbcr-bt601", "ssim", "ms-ssim".
const std::vector<std::string>& metricNames();

// The values of `names`, in their order, for two pictures of the same width, height, channels and
// bitDepth. Only colour counts: the alpha of RGBA is ignored. Uses up to `threads` threads; the
// values do not depend on their number beyond the last bits. Throws Error TypeError for an unknown
// name, and RangeError for pictures that differ in layout, for a YCbCr metric of a gray picture,
// and for ms-ssim of a side below 161.
std::vector<double> computeMetrics(const Pixels& a, const Pixels& b,
                                   const std::vector<std::string>& names, int threads);

}  // namespace nodecodecs
