// Fourier transforms of any length, for metrics that filter by frequency.
#pragma once
#include <complex>
#include <memory>
#include <vector>

namespace nodecodecs {

using Complex = std::complex<double>;

// A transform of one length; may be used by several threads at once.
class Fft {
 public:
  explicit Fft(int length);
  ~Fft();

  // X[k] = sum over n of x[n] exp(-2 pi i k n / length), in place; `inverse`: with +, over length.
  void run(Complex* values, bool inverse) const;

 private:
  class Plan;
  std::unique_ptr<Plan> plan_;
};

// Of a plane of height rows of width numbers, in place.
class Fft2d {
 public:
  Fft2d(int width, int height) : width_(width), height_(height), rows_(width), columns_(height) {}

  void run(std::vector<Complex>& plane, bool inverse) const;

 private:
  int width_, height_;
  Fft rows_, columns_;
};

}  // namespace nodecodecs
