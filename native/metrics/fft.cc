#include "metrics/fft.h"

#include <algorithm>
#include <cmath>

namespace nodecodecs {
namespace {

constexpr double kPi = 3.14159265358979323846;

// Lengths of greater prime factors go through a power of two (Bluestein 1970): a prime factor p
// costs p operations a number.
constexpr int kGreatestFactor = 31;

std::vector<int> primeFactors(int length) {
  std::vector<int> factors;
  for (int p = 2; p * p <= length; p++) {
    for (; length % p == 0; length /= p) factors.push_back(p);
  }
  if (length > 1) factors.push_back(length);
  return factors;
}

std::vector<Complex> roots(int length) {
  std::vector<Complex> values(length);
  for (int k = 0; k < length; k++) values[k] = std::polar(1.0, -2 * kPi * k / length);
  return values;
}

// std::complex's product looks for infinities.
inline Complex product(const Complex& a, const Complex& b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

// Cooley and Tukey's, decimated in time, one prime factor after the other.
class MixedRadix {
 public:
  explicit MixedRadix(int length)
      : length_(length), factors_(primeFactors(length)), roots_(roots(length)) {}

  void run(const Complex* in, Complex* out) const { step(in, out, length_, 1, 0); }

 private:
  void step(const Complex* in, Complex* out, int length, int stride, size_t depth) const {
    if (length == 1) {
      *out = *in;
      return;
    }
    const int radix = factors_[depth], part = length / radix;
    for (int r = 0; r < radix; r++) {
      step(in + r * stride, out + r * part, part, stride * radix, depth + 1);
    }
    if (radix == 2) return pairs(out, part, stride);
    Complex terms[kGreatestFactor];
    for (int k = 0; k < part; k++) {
      for (int r = 0; r < radix; r++) {
        terms[r] = product(out[k + r * part], roots_[static_cast<size_t>(r) * k * stride]);
      }
      combine(terms, out + k, radix, part);
    }
  }

  void pairs(Complex* out, int part, int stride) const {
    for (int k = 0; k < part; k++) {
      const Complex odd = product(out[k + part], roots_[static_cast<size_t>(k) * stride]);
      out[k + part] = out[k] - odd;
      out[k] += odd;
    }
  }

  void combine(const Complex* terms, Complex* out, int radix, int part) const {
    const int turn = length_ / radix;
    for (int q = 0; q < radix; q++) {
      Complex sum = terms[0];
      for (int r = 1; r < radix; r++) {
        sum += product(terms[r], roots_[static_cast<size_t>(r * q % radix) * turn]);
      }
      out[static_cast<ptrdiff_t>(q) * part] = sum;
    }
  }

  int length_;
  std::vector<int> factors_;
  std::vector<Complex> roots_;
};

// A transform as a convolution with a chirp, in a power of two that holds it.
class Bluestein {
 public:
  explicit Bluestein(int length) : length_(length), whole_(powerOfTwo(2 * length - 1)) {
    chirp_.resize(length);
    kernel_.resize(size());
    std::vector<Complex> padded(size());
    for (int n = 0; n < length; n++) {
      const int64_t square = static_cast<int64_t>(n) * n % (2 * length);
      chirp_[n] = std::polar(1.0, -kPi * static_cast<double>(square) / length);
      padded[n] = padded[(size() - n) % size()] = std::conj(chirp_[n]);
    }
    whole_.run(padded.data(), kernel_.data());
  }

  void run(const Complex* in, Complex* out) const {
    std::vector<Complex> padded(size()), spectrum(size());
    for (int n = 0; n < length_; n++) padded[n] = product(in[n], chirp_[n]);
    whole_.run(padded.data(), spectrum.data());
    // the inverse by the conjugate
    for (int k = 0; k < size(); k++) padded[k] = std::conj(product(spectrum[k], kernel_[k]));
    whole_.run(padded.data(), spectrum.data());
    for (int k = 0; k < length_; k++) {
      out[k] = product(std::conj(spectrum[k]), chirp_[k]) / static_cast<double>(size());
    }
  }

 private:
  static int powerOfTwo(int least) {
    int size = 1;
    while (size < least) size *= 2;
    return size;
  }
  int size() const { return powerOfTwo(2 * length_ - 1); }

  int length_;
  MixedRadix whole_;
  std::vector<Complex> chirp_, kernel_;
};

}  // namespace

class Fft::Plan {
 public:
  explicit Plan(int length) : length(length) {
    const std::vector<int> factors = primeFactors(length);
    if (!factors.empty() && factors.back() > kGreatestFactor) {
      chirp = std::make_unique<Bluestein>(length);
    } else {
      direct = std::make_unique<MixedRadix>(length);
    }
  }

  int length;
  std::unique_ptr<MixedRadix> direct;
  std::unique_ptr<Bluestein> chirp;
};

Fft::Fft(int length) : plan_(std::make_unique<Plan>(length)) {}

Fft::~Fft() = default;

void Fft::run(Complex* values, bool inverse) const {
  const int length = plan_->length;
  std::vector<Complex> in(values, values + length);
  if (inverse) {
    for (Complex& value : in) value = std::conj(value);
  }
  if (plan_->direct) {
    plan_->direct->run(in.data(), values);
  } else {
    plan_->chirp->run(in.data(), values);
  }
  if (!inverse) return;
  for (int i = 0; i < length; i++) values[i] = std::conj(values[i]) / static_cast<double>(length);
}

void Fft2d::run(std::vector<Complex>& plane, bool inverse) const {
  for (int y = 0; y < height_; y++) {
    rows_.run(plane.data() + static_cast<size_t>(y) * width_, inverse);
  }
  std::vector<Complex> column(height_);
  for (int x = 0; x < width_; x++) {
    Complex* top = plane.data() + x;
    for (int y = 0; y < height_; y++) column[y] = top[static_cast<size_t>(y) * width_];
    columns_.run(column.data(), inverse);
    for (int y = 0; y < height_; y++) top[static_cast<size_t>(y) * width_] = column[y];
  }
}

}  // namespace nodecodecs
