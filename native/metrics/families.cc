#include "metrics/families.h"

#include <algorithm>
#include <cmath>

#include "metrics/ciede2000.h"
#include "metrics/fsim.h"
#include "metrics/gmsd.h"
#include "metrics/iw_ssim.h"
#include "metrics/nlpd.h"
#include "metrics/perceptual.h"
#include "metrics/psnr_hvs.h"
#include "metrics/squared_error.h"
#include "metrics/ssim.h"
#include "metrics/vif.h"
#include "metrics/xpsnr.h"

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

// The mean over luma and chroma of PSNR-HVS, or that of one plane. Gray has luma alone.
double psnrHvs(const std::string& name, const std::vector<double>& errors) {
  double error = errors[0];
  if (name == "psnr-hvs" && errors.size() > 1)
    error = 0.8 * errors[0] + 0.1 * (errors[1] + errors[2]);
  if (name == "psnr-hvs-cb") error = errors[1];
  if (name == "psnr-hvs-cr") error = errors[2];
  return error == 0 ? HUGE_VAL : -10 * std::log10(error);
}

std::vector<double> psnrHvsMetrics(const CodedPicture& a, const CodedPicture& b,
                                   const std::vector<std::string>& names,
                                   const MetricSettings& settings) {
  const std::vector<double> errors = psnrHvsErrors(a, b, settings.threads);
  std::vector<double> values;
  for (const std::string& name : names) values.push_back(psnrHvs(name, errors));
  return values;
}

std::vector<double> xpsnrMetrics(const CodedPicture& a, const CodedPicture& b,
                                 const std::vector<std::string>& names,
                                 const MetricSettings& settings) {
  const std::vector<double> planes = xpsnr(a, b, settings.threads);
  std::vector<double> values;
  for (const std::string& name : names) {
    values.push_back(planes[name == "xpsnr" ? 0 : name == "xpsnr-cb" ? 1 : 2]);
  }
  return values;
}

std::vector<double> ciedeMetrics(const CodedPicture& a, const CodedPicture& b,
                                 const std::vector<std::string>&, const MetricSettings& settings) {
  const double mean = codedMeanDifference(a, b, settings.threads);
  return {mean == 0 ? HUGE_VAL : 45 - 20 * std::log10(mean)};
}

std::vector<double> deltaMetrics(const Pixels& a, const Pixels& b, const std::vector<std::string>&,
                                 const MetricSettings& settings) {
  return {meanDifference(a, b, settings.threads)};
}

std::vector<double> fsimMetrics(const Pixels& a, const Pixels& b, const std::vector<std::string>&,
                                const MetricSettings& settings) {
  return {fsim(a, b, settings.threads)};
}

// One metric of luma.
template <double metric(const RealPlane&, const RealPlane&, int), const LumaRule& rule>
std::vector<double> lumaMetric(const Pixels& a, const Pixels& b, const std::vector<std::string>&,
                               const MetricSettings& settings) {
  const int threads = settings.threads;
  return {metric(lumaOf(a, rule, threads), lumaOf(b, rule, threads), threads)};
}

}  // namespace

const std::vector<MetricFamily>& metricFamilies() {
  static const std::vector<MetricFamily> families = {
      {{{"mse", {}}, {"psnr", {}}, {"psnr-y", {}}}, errorMetrics},
      {{{"psnr-ycbcr", {1, true}}, {"psnr-ycbcr-bt601", {1, true}}}, errorMetrics},
      {{{"ssim", {}}, {"ms-ssim", {kMsSsimMinSide}}}, structuralMetrics},
      {{{"psnr-hvs", {kPsnrHvsMinSide}},
        {"psnr-hvs-y", {kPsnrHvsMinSide}},
        {"psnr-hvs-cb", {kPsnrHvsMinSide, true}},
        {"psnr-hvs-cr", {kPsnrHvsMinSide, true}}},
       nullptr,
       psnrHvsMetrics},
      {{{"xpsnr", {}}, {"xpsnr-cb", {1, true}}, {"xpsnr-cr", {1, true}}}, nullptr, xpsnrMetrics},
      {{{"ciede2000", {1, true}}}, nullptr, ciedeMetrics},
      {{{"delta-e2000", {1, true}}}, deltaMetrics},
      {{{"vif", {kVifMinSide}}}, lumaMetric<vif, kGray>},
      {{{"fsim", {kFsimMinSide}}}, fsimMetrics},
      {{{"gmsd", {kGmsdMinSide}}}, lumaMetric<gmsd, kGray>},
      {{{"nlpd", {kNlpdMinSide}}}, lumaMetric<nlpd, kJpegAiUnit>},
      {{{"iw-ssim", {kIwSsimMinSide}}}, lumaMetric<iwSsim, kJpegAiByte>},
      {{{"ssimulacra2", kPerceptualNeeds}, {"ssimulacra2-exact", kPerceptualNeeds}},
       ssimulacra2Metrics},
      {{{"butteraugli", kPerceptualNeeds}, {"butteraugli-3norm", kPerceptualNeeds}},
       butteraugliMetrics},
  };
  return families;
}

}  // namespace nodecodecs
