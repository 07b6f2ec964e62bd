// Eigenvalues and eigenvectors of small symmetric matrices.
#pragma once
#include <vector>

namespace nodecodecs {

struct Eigen {
  std::vector<double> values;
  std::vector<std::vector<double>> vectors;  // vectors[k] belongs to values[k]
};

// Jacobi's rotations, until nothing is left off the diagonal.
Eigen symmetricEigen(std::vector<std::vector<double>> matrix);

}  // namespace nodecodecs
