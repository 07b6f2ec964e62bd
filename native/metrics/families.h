// The list of metrics: a new one is its own files, a line here and one in families.cc.
#pragma once
#include <vector>

#include "metrics/metrics.h"

namespace nodecodecs {

const std::vector<MetricFamily>& metricFamilies();

}  // namespace nodecodecs
