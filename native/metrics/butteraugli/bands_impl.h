// A picture split into bands of frequencies. See kernels_impl.h for what may stand here.

namespace nodecodecs::butteraugli {
namespace {

// Towards 0 by w, and 0 within w of it.
inline Floats cut(const Floats& x, double w) {
  return larger(x - all(w), Floats{}) + smaller(x + all(w), Floats{});
}

// Away from 0 by w; twice x within w of it.
inline Floats boost(const Floats& x, double w) {
  return x + larger(smaller(x, all(w)), all(-w));
}

// Beyond m from 0 only a part of the excess.
inline Floats soften(const Floats& x, double m) {
  const Floats inside = larger(smaller(x, all(m)), all(-m));
  return inside + (x - inside) * all(0.724216145665);
}

void splitLow(float* const* xyb, float* const* lf, int n) {
  for (int i = 0; i < n; i += kStep) {
    Floats low[3];
    for (int c = 0; c < 3; c++) {
      low[c] = load<Floats>(lf[c] + i);
      store(load<Floats>(xyb[c] + i) - low[c], xyb[c] + i);
    }
    store(low[0] * all(33.832837186260), lf[0] + i);
    store(low[1] * all(14.458268100570), lf[1] + i);
    store((low[2] - all(0.362267051518) * low[1]) * all(49.87984651440), lf[2] + i);
  }
}

void splitMiddle(float* const* hf, float* const* mf, int n) {
  for (int i = 0; i < n; i += kStep) {
    const Floats middleX = load<Floats>(mf[0] + i), middleY = load<Floats>(mf[1] + i);
    const Floats highX = load<Floats>(hf[0] + i) - middleX;
    const Floats highY = load<Floats>(hf[1] + i) - middleY;
    const Floats suppressed =
        all(0.653020556257) + all(0.346979443743 * 46) / (all(46) + highY * highY);
    store(highX * suppressed, hf[0] + i);
    store(highY, hf[1] + i);
    store(cut(middleX, 0.29), mf[0] + i);
    store(boost(middleY, 0.1), mf[1] + i);
  }
}

void splitHigh(float* const* uhf, float* const* hf, int n) {
  for (int i = 0; i < n; i += kStep) {
    const Floats blurredX = load<Floats>(hf[0] + i);
    store(cut(load<Floats>(uhf[0] + i) - blurredX, 0.04), uhf[0] + i);
    store(cut(blurredX, 1.5), hf[0] + i);

    const Floats softY = soften(load<Floats>(hf[1] + i), 28.4691806922);
    const Floats ultraY = soften(load<Floats>(uhf[1] + i) - softY, 5.19175294647);
    store(ultraY * all(2.69313763794), uhf[1] + i);
    store(boost(softY * all(2.155), 0.132), hf[1] + i);
  }
}

}  // namespace
}  // namespace nodecodecs::butteraugli
