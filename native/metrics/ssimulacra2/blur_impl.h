// The two forms of the Gaussian: recursive in float32, operation by operation as the reference tool
// runs it (the recursion keeps every rounding error for the rest of its row, so that another order
// gives another score), and as nine taps in double. See kernels_impl.h for what may stand here.

namespace nodecodecs::ssimulacra2 {
namespace {

template <class Real>
inline Real product(const Real* a, const Real* b, int i) {
  return b == nullptr ? a[i] : a[i] * b[i];
}

inline Four productOfFour(const float* a, const float* b, int i) {
  return b == nullptr ? load<Four>(a + i) : load<Four>(a + i) * load<Four>(b + i);
}

template <int Lane>
inline Four broadcast(const Four& v) {
  return Four{v[Lane], v[Lane], v[Lane], v[Lane]};
}

// The recursion along one row, with its last two outputs per cosine in every lane.
class RowRecursion {
 public:
  RowRecursion(const float* a, const float* b, int columns) : a_(a), b_(b), columns_(columns) {
    const Gaussian& g = gaussian();
    for (int k = 0; k < kCosines; k++) {
      for (int j = 0; j < 4; j++) input_[k][j] = load<Four>(g.input[k][j]);
      older_[k] = load<Four>(g.older[k]);
      newer_[k] = load<Four>(g.newer[k]);
      last_[k] = Four{};
      beforeLast_[k] = Four{};
    }
  }

  // Output n; only lane 0 counts.
  float one(int n) {
    const int left = n - kRowsBefore, right = n + kRowsAfter;
    const float sum = (left >= 0 ? product(a_, b_, left) : 0.0f) +
                      (right < columns_ ? product(a_, b_, right) : 0.0f);
    const Four sums = {sum, sum, sum, sum};
    Four out[kCosines];
    for (int k = 0; k < kCosines; k++) {
      out[k] = sums * input_[k][0];
      out[k] = fused(older_[k], beforeLast_[k], out[k]);
      out[k] = fused(newer_[k], last_[k], out[k]);
      beforeLast_[k] = last_[k];
      last_[k] = out[k];
    }
    return out[0][0] + (out[1][0] + out[2][0]);
  }

  void toEveryLane() {
    for (int k = 0; k < kCosines; k++) {
      last_[k] = broadcast<0>(last_[k]);
      beforeLast_[k] = broadcast<0>(beforeLast_[k]);
    }
  }

  // Outputs n to n + 3, away from both ends.
  Four four(int n) {
    const Four sums =
        productOfFour(a_, b_, n - kRowsBefore) + productOfFour(a_, b_, n + kRowsAfter);
    const Four x0 = broadcast<0>(sums), x1 = broadcast<1>(sums), x2 = broadcast<2>(sums),
               x3 = broadcast<3>(sums);
    Four out[kCosines];
    for (int k = 0; k < kCosines; k++) {
      out[k] = x0 * input_[k][0];
      out[k] = fused(input_[k][1], x1, out[k]);
      out[k] = fused(input_[k][2], x2, out[k]);
      out[k] = fused(input_[k][3], x3, out[k]);
      out[k] = fused(older_[k], beforeLast_[k], out[k]);
      out[k] = fused(newer_[k], last_[k], out[k]);
      beforeLast_[k] = broadcast<2>(out[k]);
      last_[k] = broadcast<3>(out[k]);
    }
    return out[0] + (out[1] + out[2]);
  }

 private:
  const float* a_;
  const float* b_;
  int columns_;
  Four input_[kCosines][4], older_[kCosines], newer_[kCosines];
  Four last_[kCosines], beforeLast_[kCosines];
};

void blurAlong(const float* a, const float* b, int columns, float* out) {
  RowRecursion recursion(a, b, columns);
  const int aligned = 8;  // the first multiple of four that has a sample on its left
  int n = 1 - kRadius;
  for (; n < 0; n++) recursion.one(n);
  for (; n < aligned && n < columns; n++) out[n] = recursion.one(n);
  recursion.toEveryLane();
  for (; n + 3 + kRowsAfter < columns; n += 4) store(recursion.four(n), out + n);
  for (; n < columns; n++) out[n] = recursion.one(n);
}

void blurAlong(const double* a, const double* b, int columns, double* out) {
  const double* taps = gaussian().taps;
  const auto at = [&](int i) { return i < 0 || i >= columns ? 0.0 : product(a, b, i); };
  const auto one = [&](int n) {
    double sum = taps[0] * at(n);
    for (int k = 1; k < kRadius; k++) sum += taps[k] * (at(n - k) + at(n + k));
    return sum;
  };
  const auto many = [&](int i) {
    return b == nullptr ? load<Doubles>(a + i) : load<Doubles>(a + i) * load<Doubles>(b + i);
  };
  int n = 0;
  for (; n < kRadius - 1 && n < columns; n++) out[n] = one(n);
  for (; n + kLanes<double> - 1 + kRowsAfter < columns; n += kLanes<double>) {
    Doubles sum = taps[0] * many(n);
    for (int k = 1; k < kRadius; k++) sum += taps[k] * (many(n - k) + many(n + k));
    store(sum, out + n);
  }
  for (; n < columns; n++) out[n] = one(n);
}

// The recursion down one group of columns, its memory in registers.
struct ColumnRecursion {
  static constexpr int kVectors = kPadding / kLanes<float>;

  void start(const float* state, ptrdiff_t stride) {
    for (int k = 0; k < kCosines; k++) {
      gain[k] = Floats{} + gaussian().gain[k];
      feedback[k] = Floats{} - gaussian().feedback[k];
      for (int v = 0; v < kVectors; v++) {
        last[v][k] = load<Floats>(state + 2 * k * stride + v * kLanes<float>);
        beforeLast[v][k] = load<Floats>(state + (2 * k + 1) * stride + v * kLanes<float>);
      }
    }
  }

  void step(const float* top, const float* bottom, float* out) {
    for (int v = 0; v < kVectors; v++) {
      const int i = v * kLanes<float>;
      const Floats sum = load<Floats>(top + i) + load<Floats>(bottom + i);
      for (int k = 0; k < kCosines; k++) {
        const Floats y = fused(gain[k], sum, fused(feedback[k], last[v][k], -beforeLast[v][k]));
        beforeLast[v][k] = last[v][k];
        last[v][k] = y;
      }
      store(last[v][0] + (last[v][1] + last[v][2]), out + i);
    }
  }

  void stop(float* state, ptrdiff_t stride) const {
    for (int k = 0; k < kCosines; k++) {
      for (int v = 0; v < kVectors; v++) {
        store(last[v][k], state + 2 * k * stride + v * kLanes<float>);
        store(beforeLast[v][k], state + (2 * k + 1) * stride + v * kLanes<float>);
      }
    }
  }

  Floats gain[kCosines], feedback[kCosines];
  Floats last[kVectors][kCosines], beforeLast[kVectors][kCosines];
};

void blurAcross(const float* const* lines, int left, int columns, float* state, ptrdiff_t stride,
                float* const* out, int rows) {
  for (int x = left; x < left + columns; x += kPadding) {
    ColumnRecursion recursion;
    recursion.start(state + x, stride);
    for (int r = 0; r < rows; r++) {
      recursion.step(lines[r] + x, lines[r + kWindow - 1] + x, out[r] + x);
    }
    recursion.stop(state + x, stride);
  }
}

void blurAcross(const double* const* lines, int left, int columns, double*, ptrdiff_t,
                double* const* out, int rows) {
  const double* taps = gaussian().taps;
  for (int r = 0; r < rows; r++) {
    const double* const* centre = lines + r + kRowsBefore;
    for (int i = left; i < left + columns; i += kLanes<double>) {
      Doubles sum = taps[0] * load<Doubles>(centre[0] + i);
      for (int k = 1; k < kRadius; k++) {
        sum += taps[k] * (load<Doubles>(centre[-k] + i) + load<Doubles>(centre[k] + i));
      }
      store(sum, out[r] + i);
    }
  }
}

}  // namespace
}  // namespace nodecodecs::ssimulacra2
