#include "metrics/information_weights.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "metrics/parallel.h"
#include "metrics/symmetric_eigen.h"

namespace nodecodecs {
namespace {

constexpr int kNeighbours = 9;
constexpr int kMost = kNeighbours + 1;
constexpr double kNoise = 0.4;
constexpr double kTiny = 1e-15;

using Vector = std::array<double, kMost>;

// A coordinate of the parent, in its samples, for one of the band: a quarter of a sample before
// half of it. Beyond its ends the line through the last two of the samples' quarters goes on.
struct Position {
  int low;
  double share;
};

Position positionOf(int i, int n) {
  const double at = (2 * i - 1) / 4.0;
  const int low = std::clamp(static_cast<int>(std::floor(at)), 0, std::max(n - 2, 0));
  return {low, at - low};
}

double enlargedAt(const RealPlane& parent, const Position& x, const Position& y) {
  const double *upper = parent.row(y.low),
               *lower = parent.row(std::min(y.low + 1, parent.height - 1));
  const int next = std::min(x.low + 1, parent.width - 1);
  const double above = upper[x.low] + x.share * (upper[next] - upper[x.low]);
  const double under = lower[x.low] + x.share * (lower[next] - lower[x.low]);
  return above + y.share * (under - above);
}

// The neighbourhoods of a band: 3x3 samples and, where there is one, their parent.
class Neighbourhoods {
 public:
  Neighbourhoods(const RealPlane& band, const RealPlane* parent)
      : band_(band), parent_(parent), size_(parent == nullptr ? kNeighbours : kMost) {}

  int size() const { return size_; }

  Vector at(int x, int y) const {
    Vector values{};
    for (int i = 0; i < kNeighbours; i++) values[i] = band_.row(y - 1 + i / 3)[x - 1 + i % 3];
    if (parent_ != nullptr) {
      values[kNeighbours] =
          enlargedAt(*parent_, positionOf(x, parent_->width), positionOf(y, parent_->height));
    }
    return values;
  }

  // Mean of the outer products, whose rows' sums are added up in order.
  std::vector<std::vector<double>> covariance(int threads) const {
    const int rows = band_.height - 2, columns = band_.width - 2;
    std::vector<std::array<Vector, kMost>> sums(rows);
    forEachJob(rows, threads, [&](int row) {
      for (int x = 1; x <= columns; x++) {
        const Vector v = at(x, row + 1);
        for (int i = 0; i < size_; i++) {
          for (int j = 0; j < size_; j++) sums[row][i][j] += v[i] * v[j];
        }
      }
    });
    std::vector<std::vector<double>> mean(size_, std::vector<double>(size_));
    for (const auto& sum : sums) {
      for (int i = 0; i < size_; i++) {
        for (int j = 0; j < size_; j++) mean[i][j] += sum[i][j] / rows / columns;
      }
    }
    return mean;
  }

 private:
  const RealPlane& band_;
  const RealPlane* parent_;
  int size_;
};

// Eigenvectors, each over the root of its eigenvalue: v C^-1 v is the sum of squares along them.
// Negative eigenvalues are left out, and the others scaled so that their sum stays.
std::vector<Vector> whitening(const Eigen& eigen) {
  double all = 0, positive = 0, largest = 0;
  for (const double value : eigen.values) {
    all += value;
    positive += std::max(value, 0.0);
    largest = std::max(largest, value);
  }
  std::vector<Vector> rows;
  for (size_t k = 0; k < eigen.values.size(); k++) {
    const double value = eigen.values[k] * all / positive;
    if (!(eigen.values[k] > 1e-14 * largest)) continue;
    Vector row{};
    for (size_t i = 0; i < eigen.values.size(); i++) {
      row[i] = eigen.vectors[k][i] / std::sqrt(value);
    }
    rows.push_back(row);
  }
  return rows;
}

// How a place was distorted: gain times the original plus noise.
struct Channel {
  double gain, noise;
};

Channel channelAt(const RealPlane& original, const RealPlane& distorted, int x, int y) {
  double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (int i = -1; i <= 1; i++) {
    const double *p = original.row(y + i) + x, *q = distorted.row(y + i) + x;
    for (int j = -1; j <= 1; j++) {
      sx += p[j] / 9;
      sy += q[j] / 9;
      sxx += p[j] * p[j] / 9;
      syy += q[j] * q[j] / 9;
      sxy += p[j] * q[j] / 9;
    }
  }
  const double xy = sxy - sx * sy;
  const double xx = std::max(0.0, sxx - sx * sx), yy = std::max(0.0, syy - sy * sy);
  if (yy < kTiny) return {0, 0};
  if (xx < kTiny) return {0, yy};
  const double gain = xy / (xx + kTiny);
  return {gain, yy - gain * xy};
}

}  // namespace

RealPlane informationWeights(const RealPlane& original, const RealPlane& distorted,
                             const RealPlane* parent, int threads) {
  const Neighbourhoods neighbourhoods(original, parent);
  const Eigen eigen = symmetricEigen(neighbourhoods.covariance(threads));
  const std::vector<Vector> whiten = whitening(eigen);
  RealPlane weights(original.width - 2, original.height - 2);
  forEachJob(weights.height, threads, [&](int row) {
    for (int column = 0; column < weights.width; column++) {
      const Vector v = neighbourhoods.at(column + 1, row + 1);
      double energy = 0;
      for (const Vector& along : whiten) {
        double projected = 0;
        for (int i = 0; i < neighbourhoods.size(); i++) projected += along[i] * v[i];
        energy += projected * projected / neighbourhoods.size();
      }
      const auto [gain, noise] = channelAt(original, distorted, column + 1, row + 1);
      double ratio = 1;  // one logarithm of the product instead of ten
      for (const double value : eigen.values) {
        const double signal = (noise + (1 + gain * gain) * kNoise) * energy * value;
        ratio *= 1 + (signal + kNoise * noise) / (kNoise * kNoise);
      }
      const double information = std::log2(ratio);
      weights.row(row)[column] = information < kTiny ? 0 : information;
    }
  });
  return weights;
}

}  // namespace nodecodecs
