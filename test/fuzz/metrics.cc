// Any two pictures and any metrics: no value that is no number, the same for any number of threads
// and order of samples in memory; none but the metric's own best for a picture and itself.
#include <algorithm>
#include <cmath>

#include "error.h"
#include "invariant.h"
#include "metrics/families.h"
#include "view.h"

namespace {

using namespace nodecodecs;

struct Asked {
  std::vector<std::string> all;    // of pixels
  std::vector<std::string> coded;  // of planes of codes
};

const Asked& known() {
  static const Asked names = [] {
    Asked found;
    for (const MetricFamily& family : metricFamilies()) {
      for (const NamedMetric& metric : family.metrics) {
        found.all.push_back(metric.name);
        if (family.computeCoded != nullptr) found.coded.push_back(metric.name);
      }
    }
    return found;
  }();
  return names;
}

std::vector<std::string> pickNames(FuzzedDataProvider& fuzzed,
                                   const std::vector<std::string>& from) {
  std::vector<std::string> names;
  const int count = fuzzed.ConsumeIntegralInRange(1, 3);
  for (int i = 0; i < count; i++) {
    names.push_back(from[fuzzed.ConsumeIntegralInRange<size_t>(0, from.size() - 1)]);
  }
  return names;
}

bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

bool close(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
    return x == y || std::abs(x - y) <= 1e-6;  // Infinity is equal alone
  });
}

void checkNumbers(const std::vector<std::string>& names, const std::vector<double>& values) {
  fuzz::require(values.size() == names.size(), "not a value for each name");
  for (size_t i = 0; i < values.size(); i++) {
    if (std::isnan(values[i])) fprintf(stderr, "%s: NaN\n", names[i].c_str());
    fuzz::require(!std::isnan(values[i]), "a value is no number");
  }
}

// Interleaved, without padding.
fuzz::View packed(const Pixels& from) {
  fuzz::View view;
  Pixels& p = view.pixels = from;
  p.channelStride = 1;
  p.columnStride = p.channels;
  p.rowStride = static_cast<ptrdiff_t>(p.width) * p.channels;
  view.memory.resize(p.rowStride * p.height * p.bytesPerSample());
  p.data = view.memory.data();
  uint8_t* to = view.memory.data();
  for (int y = 0; y < p.height; y++) {
    for (int x = 0; x < p.width; x++) {
      for (int c = 0; c < p.channels; c++) {
        const auto sample = static_cast<uint16_t>(fuzz::sampleAt(from, x, y, c));
        if (p.bitDepth == 8) *to = static_cast<uint8_t>(sample);
        if (p.bitDepth > 8) memcpy(to, &sample, sizeof sample);
        to += p.bytesPerSample();
      }
    }
  }
  return view;
}

void comparePixels(FuzzedDataProvider& fuzzed) {
  const std::vector<std::string> names = pickNames(fuzzed, known().all);
  MetricSettings settings;
  const int threads = fuzzed.ConsumeIntegralInRange(1, 5);
  settings.intensityTarget = fuzzed.PickValueInArray({80, 1, 255, 10000});
  const Pixels shape = fuzz::pickShape(fuzzed, fuzzed.ConsumeBool() ? 24 : 190);
  const fuzz::View a = fuzz::pickView(fuzzed, shape);
  const fuzz::View b = fuzz::pickView(fuzzed, shape);
  const std::vector<double> values = computeMetrics(a.pixels, b.pixels, names, settings);
  checkNumbers(names, values);
  settings.threads = threads;
  const fuzz::View plain[] = {packed(a.pixels), packed(b.pixels)};
  const std::vector<double> again =
      computeMetrics(plain[0].pixels, plain[1].pixels, names, settings);
  fuzz::require(same(values, again), "threads or strides change a value");
  // What a picture gives beside itself is the metric's best, whatever is in it.
  const std::vector<double> first = computeMetrics(a.pixels, plain[0].pixels, names, settings);
  const std::vector<double> second = computeMetrics(plain[1].pixels, b.pixels, names, settings);
  fuzz::require(close(first, second), "two pictures differ in what is best");
}

void comparePlanes(FuzzedDataProvider& fuzzed) {
  const std::vector<std::string> names = pickNames(fuzzed, known().coded);
  Pixels shape = fuzz::pickShape(fuzzed, 70);
  const int count = shape.channels == 1 ? 1 : 3;
  shape.channels = 1;
  const int halved = fuzzed.ConsumeIntegralInRange(0, 2);  // 4:4:4, 4:2:2, 4:2:0
  std::vector<fuzz::View> kept;
  std::vector<Pixels> planes[2];
  for (std::vector<Pixels>& side : planes) {
    for (int i = 0; i < count; i++) {
      Pixels plane = shape;
      if (i > 0 && halved > 0) plane.width = (plane.width + 1) / 2;
      if (i > 0 && halved > 1) plane.height = (plane.height + 1) / 2;
      kept.push_back(fuzz::pickView(fuzzed, plane));
      side.push_back(kept.back().pixels);
    }
  }
  checkNumbers(names, computeCodedMetrics(planes[0], planes[1], names, MetricSettings()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider fuzzed(data, size);
  try {
    if (fuzzed.ConsumeIntegralInRange(0, 4) == 0)
      comparePlanes(fuzzed);
    else
      comparePixels(fuzzed);
  } catch (const Error& error) {
    fuzz::requireKnown(error);
  }
  return 0;
}
