#include "metrics/metrics.h"

#include <algorithm>

#include "error.h"
#include "metrics/codes.h"
#include "metrics/families.h"
#include "pixels/range.h"

namespace nodecodecs {
namespace {

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

const NamedMetric* find(const MetricFamily& family, const std::string& name) {
  for (const NamedMetric& metric : family.metrics) {
    if (metric.name == name) return &metric;
  }
  return nullptr;
}

const MetricFamily& familyOf(const std::string& name) {
  for (const MetricFamily& family : metricFamilies()) {
    if (find(family, name) != nullptr) return family;
  }
  throw Error("TypeError", "metrics: unknown metric \"" + name + "\"");
}

const NamedMetric& metricOf(const std::string& name) {
  return *find(familyOf(name), name);
}

void checkNeeds(const std::string& name, const Pixels& a) {
  const MetricNeeds& needs = metricOf(name).needs;
  if (needs.colour && a.channels == 1) {
    throw Error("RangeError", "metrics: " + name + ": expected RGB, got " + layout(a));
  }
  if (std::min(a.width, a.height) < needs.minSide) {
    throw Error("RangeError", "metrics: " + name + ": expected sides of at least " +
                                  std::to_string(needs.minSide) + ", got " + layout(a));
  }
}

// Chroma is as large as luma or smaller, and of its depth.
void checkPlane(const Pixels& luma, const Pixels& plane, size_t index) {
  const bool fits = plane.width <= luma.width && plane.height <= luma.height &&
                    plane.bitDepth == luma.bitDepth && plane.channels == 1;
  if (fits) return;
  throw Error("RangeError", "metrics: planes[" + std::to_string(index) + "]: expected at most " +
                                layout(luma) + ", got " + layout(plane));
}

void checkPlanes(const std::string& name, const std::vector<Pixels>& planes) {
  const MetricNeeds& needs = metricOf(name).needs;
  if (needs.colour && planes.size() == 1) {
    throw Error("RangeError", "metrics: " + name + ": expected planes of colour, got one plane");
  }
  if (familyOf(name).computeCoded == nullptr) {
    throw Error("TypeError", "metrics: " + name + ": expected pixels, got planes");
  }
  for (const Pixels& plane : planes) {
    if (std::min(plane.width, plane.height) < needs.minSide) {
      throw Error("RangeError", "metrics: " + name + ": expected planes with sides of at least " +
                                    std::to_string(needs.minSide) + ", got " + layout(plane));
    }
  }
}

// Asks each family for the values of its own names, each once: compute(family, names).
template <typename Compute>
std::vector<double> valuesOf(const std::vector<std::string>& names, Compute compute) {
  std::vector<double> values(names.size());
  for (const MetricFamily& family : metricFamilies()) {
    std::vector<std::string> wanted;
    for (const std::string& name : names) {
      const bool known = std::find(wanted.begin(), wanted.end(), name) != wanted.end();
      if (!known && find(family, name) != nullptr) wanted.push_back(name);
    }
    if (wanted.empty()) continue;
    const std::vector<double> found = compute(family, wanted);
    for (size_t i = 0; i < names.size(); i++) {
      const auto place = std::find(wanted.begin(), wanted.end(), names[i]);
      if (place != wanted.end()) values[i] = found[place - wanted.begin()];
    }
  }
  return values;
}

}  // namespace

std::vector<double> computeMetrics(const Pixels& a, const Pixels& b,
                                   const std::vector<std::string>& names,
                                   const MetricSettings& settings) {
  checkPair(a, b);
  for (const std::string& name : names) checkNeeds(name, a);
  checkRange(a, "metrics: a");
  checkRange(b, "metrics: b");
  return valuesOf(names, [&](const MetricFamily& family, const std::vector<std::string>& wanted) {
    if (family.computeCoded == nullptr) return family.compute(a, b, wanted, settings);
    const int threads = settings.threads;
    return family.computeCoded(codesOf(a, threads), codesOf(b, threads), wanted, settings);
  });
}

std::vector<double> computeCodedMetrics(const std::vector<Pixels>& a, const std::vector<Pixels>& b,
                                        const std::vector<std::string>& names,
                                        const MetricSettings& settings) {
  if (a.size() != b.size() || (a.size() != 1 && a.size() != 3)) {
    throw Error("RangeError", "metrics: expected one or three planes");
  }
  for (size_t i = 0; i < a.size(); i++) {
    checkPair(a[i], b[i]);
    checkPlane(a[0], a[i], i);
  }
  for (const std::string& name : names) checkPlanes(name, a);
  for (size_t i = 0; i < a.size(); i++) {
    checkRange(a[i], "metrics: a.planes[" + std::to_string(i) + "]");
    checkRange(b[i], "metrics: b.planes[" + std::to_string(i) + "]");
  }
  return valuesOf(names, [&](const MetricFamily& family, const std::vector<std::string>& wanted) {
    return family.computeCoded(codesOf(a), codesOf(b), wanted, settings);
  });
}

}  // namespace nodecodecs
