#include "metrics/families.h"

#include <algorithm>

#include "metrics/squared_error.h"
#include "metrics/ssim.h"

namespace nodecodecs {
namespace {

double errorMetric(const std::string& name, const Pixels& a, const Pixels& b, int threads) {
  if (name == "mse") return meanSquaredError(a, b, threads);
  if (name == "psnr") return psnr(meanSquaredError(a, b, threads), peak(a));
  if (name == "psnr-y") return psnr(lumaSquaredError(a, b, threads), peak(a));
  const Ycbcr definition = name == "psnr-ycbcr" ? Ycbcr::codes : Ycbcr::exact;
  return psnr(weightedYcbcrError(a, b, definition, threads), peak(a));
}

std::vector<double> errorMetrics(const Pixels& a, const Pixels& b,
                                 const std::vector<std::string>& names,
                                 const MetricSettings& settings) {
  std::vector<double> values;
  for (const std::string& name : names) {
    values.push_back(errorMetric(name, a, b, settings.threads));
  }
  return values;
}

// Both come from one pass: the first of MS-SSIM's scales is SSIM.
std::vector<double> structuralMetrics(const Pixels& a, const Pixels& b,
                                      const std::vector<std::string>& names,
                                      const MetricSettings& settings) {
  const bool multiScale = std::find(names.begin(), names.end(), "ms-ssim") != names.end();
  const StructuralSimilarity found = structuralSimilarity(a, b, multiScale, settings.threads);
  std::vector<double> values;
  for (const std::string& name : names) {
    values.push_back(name == "ssim" ? found.ssim : found.msSsim);
  }
  return values;
}

}  // namespace

const std::vector<MetricFamily>& metricFamilies() {
  static const std::vector<MetricFamily> families = {
      {{{"mse", {}}, {"psnr", {}}, {"psnr-y", {}}}, errorMetrics},
      {{{"psnr-ycbcr", {1, true}}, {"psnr-ycbcr-bt601", {1, true}}}, errorMetrics},
      {{{"ssim", {}}, {"ms-ssim", {kMsSsimMinSide}}}, structuralMetrics},
  };
  return families;
}

}  // namespace nodecodecs
