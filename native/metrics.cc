#include "metrics.h"

#include <algorithm>

#include "error.h"
#include "metrics_error.h"
#include "metrics_ssim.h"

namespace nodecodecs {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string layout(const Pixels& p) {
  return std::to_string(p.width) + "x" + std::to_string(p.height) + ", " +
         std::to_string(p.channels) + (p.channels == 1 ? " channel, " : " channels, ") +
         std::to_string(p.bitDepth) + " bits";
}

void checkPair(const Pixels& a, const Pixels& b) {
  if (a.width != b.width || a.height != b.height || a.channels != b.channels ||
      a.bitDepth != b.bitDepth) {
    throw Error("RangeError",
                "metrics: the pictures differ in layout: " + layout(a) + " and " + layout(b));
  }
  const bool channels = a.channels == 1 || a.channels == 3 || a.channels == 4;
  if (a.width < 1 || a.height < 1 || !channels || a.bitDepth < 8 || a.bitDepth > 16) {
    throw Error("RangeError", "metrics: cannot compare pictures of " + layout(a));
  }
}

void checkName(const Pixels& a, const std::string& name) {
  if (!contains(metricNames(), name)) {
    throw Error("TypeError", "metrics: unknown metric \"" + name + "\"");
  }
  if (name.rfind("psnr-ycbcr", 0) == 0 && a.channels == 1) {
    throw Error("RangeError", "metrics: " + name + " needs RGB, got " + layout(a));
  }
  if (name == "ms-ssim" && std::min(a.width, a.height) < kMsSsimMinSide) {
    throw Error("RangeError", "metrics: ms-ssim needs sides of at least " +
                                  std::to_string(kMsSsimMinSide) + ", got " + layout(a));
  }
}

double valueOf(const std::string& name, const Pixels& a, const Pixels& b,
               const StructuralSimilarity& similarity, int threads) {
  const double range = peak(a);
  if (name == "mse") return meanSquaredError(a, b, threads);
  if (name == "psnr") return psnr(meanSquaredError(a, b, threads), range);
  if (name == "psnr-y") return psnr(lumaSquaredError(a, b, threads), range);
  if (name == "psnr-ycbcr") return psnr(weightedYcbcrError(a, b, Ycbcr::codes, threads), range);
  if (name == "psnr-ycbcr-bt601") {
    return psnr(weightedYcbcrError(a, b, Ycbcr::exact, threads), range);
  }
  return name == "ssim" ? similarity.ssim : similarity.msSsim;
}

}  // namespace

const std::vector<std::string>& metricNames() {
  static const std::vector<std::string> names = {
      "mse", "psnr", "psnr-y", "psnr-ycbcr", "psnr-ycbcr-bt601", "ssim", "ms-ssim"};
  return names;
}

std::vector<double> computeMetrics(const Pixels& a, const Pixels& b,
                                   const std::vector<std::string>& names, int threads) {
  checkPair(a, b);
  for (const std::string& name : names) checkName(a, name);
  // both come from one pass: the first of MS-SSIM's scales is SSIM
  const bool multiScale = contains(names, "ms-ssim");
  StructuralSimilarity similarity;
  if (multiScale || contains(names, "ssim")) {
    similarity = structuralSimilarity(a, b, multiScale, threads);
  }
  std::vector<double> values;
  values.reserve(names.size());
  for (const std::string& name : names) {
    values.push_back(valueOf(name, a, b, similarity, threads));
  }
  return values;
}

}  // namespace nodecodecs
