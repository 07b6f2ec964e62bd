#include "metrics/ciede2000.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "metrics/parallel.h"
#include "metrics/squared_error.h"

namespace nodecodecs {
namespace {

constexpr double kPi = 3.14159265358979323846;

// Not std::hypot, whose care for overflow costs ten times as much.
double length(double a, double b) {
  return std::sqrt(a * a + b * b);
}

double seventh(double chroma) {
  const double square = chroma * chroma, power = square * square * square * chroma;
  return std::sqrt(power / (power + 6103515625.0));  // 25^7
}

double hueOf(double a, double b) {
  if (a == 0 && b == 0) return 0;
  const double angle = std::atan2(b, a);
  return angle < 0 ? angle + 2 * kPi : angle;
}

// From sRGB's own transfer function; 10/255 is where libvmaf changes over, 0.04045 the standard.
double linear(double v, double from) {
  return v > from ? std::pow((v + 0.055) / 1.055, 2.4) : v / 12.92;
}

double labRoot(double v) {
  return v > 216.0 / 24389 ? std::cbrt(v) : (24389.0 / 27 * v + 16) / 116;
}

// Of linear sRGB, white D65.
LabColour labOf(double r, double g, double b) {
  const double x = r * 0.4124564390896921 + g * 0.357576077643909 + b * 0.18043748326639894;
  const double y = r * 0.21267285140562248 + g * 0.715152155287818 + b * 0.07217499330655958;
  const double z = r * 0.019333895582329317 + g * 0.119192025881303 + b * 0.9503040785363677;
  const double fx = labRoot(x / 0.95047), fy = labRoot(y), fz = labRoot(z / 1.08883);
  return {116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)};
}

double meanOfRows(int width, int height, int threads,
                  const std::function<double(int x, int y)>& value) {
  std::vector<double> sums(height);
  forEachJob(height, threads, [&](int y) {
    for (int x = 0; x < width; x++) sums[y] += value(x, y);
  });
  return std::accumulate(sums.begin(), sums.end(), 0.0) / width / height;
}

template <typename Sample>
LabColour labAt(const Pixels& picture, const std::vector<double>& lights, int x, int y) {
  const Sample* pixel =
      static_cast<const Sample*>(picture.data) + y * picture.rowStride + x * picture.columnStride;
  const ptrdiff_t next = picture.channelStride;
  return labOf(lights[pixel[0]], lights[pixel[next]], lights[pixel[2 * next]]);
}

struct Codes {
  double y, cb, cr;

  bool operator==(const Codes& other) const {
    return y == other.y && cb == other.cb && cr == other.cr;
  }
};

// How many times a side was halved, an odd one rounded up.
int halvings(int side, int smaller) {
  int times = 0;
  for (; side > smaller; side = (side + 1) / 2) times++;
  return times;
}

double codeAt(const CodedPicture& picture, int plane, int x, int y) {
  const CodePlane &luma = picture.planes[0], &own = picture.planes[plane];
  const int down = halvings(luma.height, own.height), across = halvings(luma.width, own.width);
  return static_cast<double>(own.row(y >> down)[x >> across]);
}

Codes codesAt(const CodedPicture& picture, int x, int y) {
  return {codeAt(picture, 0, x, y), codeAt(picture, 1, x, y), codeAt(picture, 2, x, y)};
}

LabColour labOf(const Codes& codes, double scale) {
  const double y = (codes.y / scale - 16) / 219;
  const double u = (codes.cb / scale - 128) / 224, v = (codes.cr / scale - 128) / 224;
  const auto light = [](double value) { return linear(value, 10.0 / 255); };
  return labOf(light(y + 1.28033 * v), light(y - 0.21482 * u - 0.38059 * v),
               light(y + 2.12798 * u));
}

}  // namespace

double ciede2000(const LabColour& p, const LabColour& q, const LabWeights& weights) {
  const double chromaP = length(p.a, p.b), chromaQ = length(q.a, q.b);
  const double stretch = 1 + 0.5 * (1 - seventh((chromaP + chromaQ) / 2));
  const double c1 = length(p.a * stretch, p.b), c2 = length(q.a * stretch, q.b);
  const double h1 = hueOf(p.a * stretch, p.b), h2 = hueOf(q.a * stretch, q.b);
  const bool coloured = c1 * c2 != 0, across = std::abs(h1 - h2) > kPi;
  double turn = coloured ? h2 - h1 : 0;
  if (coloured && across) turn += h2 <= h1 ? 2 * kPi : -2 * kPi;
  double hue = h1 + h2;  // of a gray, the other's hue
  if (coloured) hue = across ? (hue < 2 * kPi ? hue + 2 * kPi : hue - 2 * kPi) / 2 : hue / 2;
  const double t = 1 - 0.17 * std::cos(hue - kPi / 6) + 0.24 * std::cos(2 * hue) +
                   0.32 * std::cos(3 * hue + kPi / 30) - 0.2 * std::cos(4 * hue - 63 * kPi / 180);
  const double chroma = (c1 + c2) / 2, fromGray = (p.l + q.l) / 2 - 50;
  const double light = fromGray * fromGray;
  const double dl = (q.l - p.l) / (weights.l * (1 + 0.015 * light / std::sqrt(20 + light)));
  const double dc = (c2 - c1) / (weights.c * (1 + 0.045 * chroma));
  const double dh =
      2 * std::sqrt(c1 * c2) * std::sin(turn / 2) / (weights.h * (1 + 0.015 * chroma * t));
  const double fromBlue = (hue * 180 / kPi - 275) / 25, blue = std::exp(-fromBlue * fromBlue);
  const double rotation = -2 * seventh(chroma) * std::sin(kPi / 3 * blue);
  return std::sqrt(std::max(0.0, dl * dl + dc * dc + dh * dh + rotation * dc * dh));
}

double meanDifference(const Pixels& a, const Pixels& b, int threads) {
  // Of every value that the type has: shared memory may change after its range was checked.
  std::vector<double> lights(size_t{1} << (8 * a.bytesPerSample()));
  for (size_t i = 0; i < lights.size(); i++) {
    lights[i] = linear(std::min(1.0, static_cast<double>(i) / peak(a)), 0.04045);
  }
  return meanOfRows(a.width, a.height, threads, [&](int x, int y) {
    const LabColour p =
        a.bitDepth > 8 ? labAt<uint16_t>(a, lights, x, y) : labAt<uint8_t>(a, lights, x, y);
    const LabColour q =
        b.bitDepth > 8 ? labAt<uint16_t>(b, lights, x, y) : labAt<uint8_t>(b, lights, x, y);
    return ciede2000(p, q, {});
  });
}

double codedMeanDifference(const CodedPicture& a, const CodedPicture& b, int threads) {
  const double scale = std::ldexp(1.0, a.bitDepth - 8);
  const CodePlane& luma = a.planes[0];
  return meanOfRows(luma.width, luma.height, threads, [&](int x, int y) {
    const Codes p = codesAt(a, x, y), q = codesAt(b, x, y);
    return p == q ? 0 : ciede2000(labOf(p, scale), labOf(q, scale), {0.65, 1, 4});
  });
}

}  // namespace nodecodecs
