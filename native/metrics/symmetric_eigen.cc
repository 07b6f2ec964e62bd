#include "metrics/symmetric_eigen.h"

#include <cmath>
#include <utility>

namespace nodecodecs {
namespace {

using Matrix = std::vector<std::vector<double>>;

double offDiagonal(const Matrix& m) {
  double sum = 0;
  for (size_t i = 0; i < m.size(); i++) {
    for (size_t j = 0; j < i; j++) sum += m[i][j] * m[i][j];
  }
  return sum;
}

// Turns rows and columns p and q so that m[p][q] is 0.
void rotate(Matrix& m, Matrix& vectors, size_t p, size_t q) {
  if (m[p][q] == 0) return;
  const double theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
  const double t = (theta < 0 ? -1 : 1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
  const double c = 1 / std::sqrt(t * t + 1), s = t * c;
  for (auto& row : m) {
    const double a = row[p], b = row[q];
    row[p] = c * a - s * b;
    row[q] = s * a + c * b;
  }
  for (Matrix* rows : {&m, &vectors}) {
    for (size_t k = 0; k < m.size(); k++) {
      const double a = (*rows)[p][k], b = (*rows)[q][k];
      (*rows)[p][k] = c * a - s * b;
      (*rows)[q][k] = s * a + c * b;
    }
  }
}

}  // namespace

Eigen symmetricEigen(Matrix matrix) {
  const size_t n = matrix.size();
  Matrix vectors(n, std::vector<double>(n));
  double scale = 0;
  for (size_t i = 0; i < n; i++) {
    vectors[i][i] = 1;
    scale += matrix[i][i] * matrix[i][i];
  }
  constexpr int kSweeps = 50;  // seven are enough for ten rows
  for (int sweep = 0; sweep < kSweeps && offDiagonal(matrix) > 1e-32 * scale; sweep++) {
    for (size_t p = 0; p < n; p++) {
      for (size_t q = p + 1; q < n; q++) rotate(matrix, vectors, p, q);
    }
  }
  Eigen eigen;
  for (size_t i = 0; i < n; i++) eigen.values.push_back(matrix[i][i]);
  eigen.vectors = std::move(vectors);
  return eigen;
}

}  // namespace nodecodecs
