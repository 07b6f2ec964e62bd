// Blurs along and across. See kernels_impl.h for what may stand here.

namespace nodecodecs::butteraugli {
namespace {

constexpr int kGroup = kPadding / kStep;

void blurAlong(const float* in, const Taps& taps, const float* scale, float* out, int n) {
  for (int i = 0; i < n; i += kPadding) {
    Floats sum[kGroup];
    for (int v = 0; v < kGroup; v++) sum[v] = load<Floats>(in + i + v * kStep) * taps.weight[0];
    for (int k = 1; k <= taps.radius; k++) {
      const float* left = in + i - k;
      const float* right = in + i + k;
      for (int v = 0; v < kGroup; v++) {
        sum[v] +=
            (load<Floats>(left + v * kStep) + load<Floats>(right + v * kStep)) * taps.weight[k];
      }
    }
    for (int v = 0; v < kGroup; v++) {
      store(sum[v] * load<Floats>(scale + i + v * kStep), out + i + v * kStep);
    }
  }
}

// Column by column, so that the lines which two rows share are still near the processor.
void blurAcross(const float* const* lines, int rows, const Taps& taps, const float* scale,
                float* const* out, int n) {
  for (int i = 0; i < n; i += kPadding) {
    for (int r = 0; r < rows; r++) {
      const float* const* centre = lines + r + taps.radius;
      Floats sum[kGroup];
      for (int v = 0; v < kGroup; v++) {
        sum[v] = load<Floats>(centre[0] + i + v * kStep) * taps.weight[0];
      }
      for (int k = 1; k <= taps.radius; k++) {
        const float* above = centre[-k] + i;
        const float* below = centre[k] + i;
        for (int v = 0; v < kGroup; v++) {
          sum[v] +=
              (load<Floats>(above + v * kStep) + load<Floats>(below + v * kStep)) * taps.weight[k];
        }
      }
      for (int v = 0; v < kGroup; v++) store(sum[v] * scale[r], out[r] + i + v * kStep);
    }
  }
}

}  // namespace
}  // namespace nodecodecs::butteraugli
