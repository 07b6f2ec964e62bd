// Full-reference picture metrics. Names, definitions and sources are in
// docs/data/metric_definitions.md.
#pragma once
#include <string>
#include <vector>

#include "pixels/pixels.h"

namespace nodecodecs {

struct MetricSettings {
  int threads = 1;              // the values do not depend on it
  double intensityTarget = 80;  // luminance of white in cd/m^2, for the metrics that model it
};

// What a metric asks of both pictures.
struct MetricNeeds {
  int minSide = 1;      // the shortest side that it is defined for
  bool colour = false;  // gray has no value
  bool alpha = false;   // reads alpha, too: the others get colour alone
};

struct NamedMetric {
  std::string name;
  MetricNeeds needs;
};

struct CodedPicture;

// Metrics that share their work.
struct MetricFamily {
  std::vector<NamedMetric> metrics;
  // The values of `names`, a selection of the family's, in their order. One of the two is there:
  // what is defined for planes of YCbCr codes gets those of pixels, too.
  std::vector<double> (*compute)(const Pixels& a, const Pixels& b,
                                 const std::vector<std::string>& names,
                                 const MetricSettings& settings);
  std::vector<double> (*computeCoded)(const CodedPicture& a, const CodedPicture& b,
                                      const std::vector<std::string>& names,
                                      const MetricSettings& settings) = nullptr;
};

// The values of `names`, in their order, for two pictures of the same width, height, channels and
// bitDepth. Throws Error TypeError for an unknown name, and RangeError for pictures that differ in
// layout, for a sample above its depth, and for a metric of a gray or small picture that is not
// defined for it.
std::vector<double> computeMetrics(const Pixels& a, const Pixels& b,
                                   const std::vector<std::string>& names,
                                   const MetricSettings& settings);

// The same for planes of codes, Y or Y, Cb and Cr, each a picture of one channel: of the metrics
// that are defined for those.
std::vector<double> computeCodedMetrics(const std::vector<Pixels>& a, const std::vector<Pixels>& b,
                                        const std::vector<std::string>& names,
                                        const MetricSettings& settings);

}  // namespace nodecodecs
