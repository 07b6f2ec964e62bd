#include "metrics/perceptual.h"

#include "metrics/butteraugli/butteraugli.h"
#include "metrics/ssimulacra2/ssimulacra2.h"

namespace nodecodecs {

static_assert(ssimulacra2::kMinSide == 8 && butteraugli::kMinSide == 8, "kPerceptualNeeds");

std::vector<double> ssimulacra2Metrics(const Pixels& a, const Pixels& b,
                                       const std::vector<std::string>& names,
                                       const MetricSettings& settings) {
  std::vector<double> values;
  for (const std::string& name : names) {
    const auto arithmetic =
        name == "ssimulacra2" ? ssimulacra2::Arithmetic::tool : ssimulacra2::Arithmetic::exact;
    values.push_back(ssimulacra2::score(a, b, arithmetic, settings.threads));
  }
  return values;
}

std::vector<double> butteraugliMetrics(const Pixels& a, const Pixels& b,
                                       const std::vector<std::string>& names,
                                       const MetricSettings& settings) {
  const butteraugli::Distance distance =
      butteraugli::compare(a, b, settings.intensityTarget, settings.threads);
  std::vector<double> values;
  for (const std::string& name : names) {
    values.push_back(name == "butteraugli" ? distance.maximum : distance.norm3);
  }
  return values;
}

}  // namespace nodecodecs
