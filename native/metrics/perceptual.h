// SSIMULACRA2 and Butteraugli as families of metrics.
#pragma once
#include <string>
#include <vector>

#include "metrics/metrics.h"

namespace nodecodecs {

const MetricNeeds kPerceptualNeeds = {8, false, true};

// "ssimulacra2", "ssimulacra2-exact".
std::vector<double> ssimulacra2Metrics(const Pixels& a, const Pixels& b,
                                       const std::vector<std::string>& names,
                                       const MetricSettings& settings);

// "butteraugli", "butteraugli-3norm".
std::vector<double> butteraugliMetrics(const Pixels& a, const Pixels& b,
                                       const std::vector<std::string>& names,
                                       const MetricSettings& settings);

}  // namespace nodecodecs
