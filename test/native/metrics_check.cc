// Compares two raw pictures: the native metrics without Node around them.
//   metrics_check A B width height channels bitDepth threads layout repeats NAME...
// A and B hold interleaved samples, little endian. `layout` is how they are handed to the metrics:
// "hwc", "chw", or "reversed" (last row, last column and last channel first). Prints one value a
// line and, with repeats above 1, the fastest run's milliseconds last.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "error.h"
#include "metrics/metrics.h"

using nodecodecs::Pixels;

namespace {

std::vector<char> readFile(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

template <typename Sample>
std::vector<char> arrange(const std::vector<char>& hwc, const std::string& layout, Pixels& view) {
  const ptrdiff_t w = view.width, h = view.height, c = view.channels;
  std::vector<char> out(hwc.size());
  Sample* to = reinterpret_cast<Sample*>(out.data());
  const Sample* from = reinterpret_cast<const Sample*>(hwc.data());
  Sample* origin = to;
  if (layout == "chw") {
    view.rowStride = w, view.columnStride = 1, view.channelStride = w * h;
  } else {
    view.rowStride = w * c, view.columnStride = c, view.channelStride = 1;
  }
  if (layout == "reversed") {
    origin = to + w * h * c - 1;
    view.rowStride *= -1, view.columnStride *= -1, view.channelStride *= -1;
  }
  for (ptrdiff_t y = 0; y < h; y++) {
    for (ptrdiff_t x = 0; x < w; x++) {
      for (ptrdiff_t i = 0; i < c; i++) {
        origin[y * view.rowStride + x * view.columnStride + i * view.channelStride] = *from++;
      }
    }
  }
  view.data = origin;
  return out;
}

std::vector<char> load(const char* path, const std::string& layout, Pixels& view) {
  const std::vector<char> hwc = readFile(path);
  return view.bitDepth > 8 ? arrange<uint16_t>(hwc, layout, view)
                           : arrange<uint8_t>(hwc, layout, view);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 11) return 2;
  Pixels a;
  a.width = std::stoi(arguments[3]);
  a.height = std::stoi(arguments[4]);
  a.channels = std::stoi(arguments[5]);
  a.bitDepth = std::stoi(arguments[6]);
  Pixels b = a;
  nodecodecs::MetricSettings settings;
  settings.threads = std::stoi(arguments[7]);
  const std::vector<char> dataOfA = load(arguments[1], arguments[8], a);
  const std::vector<char> dataOfB = load(arguments[2], arguments[8], b);
  const std::vector<std::string> names(arguments + 10, arguments + count);
  const int repeats = std::stoi(arguments[9]);
  try {
    double fastest = 1e9;
    std::vector<double> values;
    for (int i = 0; i < repeats; i++) {
      const auto start = std::chrono::steady_clock::now();
      values = nodecodecs::computeMetrics(a, b, names, settings);
      const std::chrono::duration<double, std::milli> ms = std::chrono::steady_clock::now() - start;
      fastest = std::min(fastest, ms.count());
    }
    for (const double value : values) std::printf("%.17g\n", value);
    if (repeats > 1) std::printf("%.3f\n", fastest);
  } catch (const nodecodecs::Error& error) {
    std::cerr << error.code() << ": " << error.what() << "\n";
    return 1;
  }
}
