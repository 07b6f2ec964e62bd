// The other half of rows_impl.h, under the same rules: kernels that move and add samples.

namespace nodecodecs::convert {
namespace {

template <class In, int step>
void accumulateStep(const In* __restrict in, int32_t* __restrict sums, int n, bool first) {
  if (first) {
    for (int i = 0; i < n; i++) sums[i] = 0;
  }
  for (int i = 0; i < n; i++) {
    int32_t sum = sums[i];
    for (int p = 0; p < step; p++) sum += in[i * step + p];
    sums[i] = sum;
  }
}

template <class In>
void accumulateRow(const void* in, int32_t* sums, int n, int log2, bool first) {
  const In* from = static_cast<const In*>(in);
  if (log2 == 0) return accumulateStep<In, 1>(from, sums, n, first);
  if (log2 == 1) return accumulateStep<In, 2>(from, sums, n, first);
  accumulateStep<In, 4>(from, sums, n, first);
}

template <class In>
void blendRow(const void* a, int weightA, const void* b, int weightB, int32_t* __restrict out,
              int n) {
  const In* __restrict fromA = static_cast<const In*>(a);
  const In* __restrict fromB = static_cast<const In*>(b);
  for (int i = 0; i < n; i++) out[i] = fromA[i] * weightA + fromB[i] * weightB;
}

void upsampleRow(const int32_t* __restrict in, int32_t* __restrict out, int n, int log2,
                 const Taps* taps) {
  if (log2 != 1) {
    for (int p = 0; p < 1 << log2; p++) {
      const Taps t = taps[p];
      for (int i = 0; i < n; i++) {
        out[(i << log2) + p] = in[i - 1] * t.previous + in[i] * t.current + in[i + 1] * t.next;
      }
    }
    return;
  }
  // Between two samples the first phase leans on the previous one, the second on the next.
  const int32_t e0 = taps[0].previous, e1 = taps[0].current;
  const int32_t o1 = taps[1].current, o2 = taps[1].next;
  for (int i = 0; i < n; i++) {
    out[2 * i] = in[i - 1] * e0 + in[i] * e1;
    out[2 * i + 1] = in[i] * o1 + in[i + 1] * o2;
  }
}

template <class T>
void deinterleaveRow(const void* in, int channels, void* const* out, int n) {
  const T* __restrict from = static_cast<const T*>(in);
  T* __restrict a = static_cast<T*>(out[0]);
  T* __restrict b = static_cast<T*>(out[1]);
  if (channels == 2) {
    for (int i = 0; i < n; i++) {
      a[i] = from[2 * i];
      b[i] = from[2 * i + 1];
    }
    return;
  }
  T* __restrict c = static_cast<T*>(out[2]);
  if (channels == 3) {
    for (int i = 0; i < n; i++) {
      a[i] = from[3 * i];
      b[i] = from[3 * i + 1];
      c[i] = from[3 * i + 2];
    }
    return;
  }
  T* __restrict d = static_cast<T*>(out[3]);
  for (int i = 0; i < n; i++) {
    a[i] = from[4 * i];
    b[i] = from[4 * i + 1];
    c[i] = from[4 * i + 2];
    d[i] = from[4 * i + 3];
  }
}

template <class T>
void interleaveRow(const void* const* in, int channels, void* out, int n) {
  T* __restrict to = static_cast<T*>(out);
  const T* __restrict a = static_cast<const T*>(in[0]);
  const T* __restrict b = static_cast<const T*>(in[1]);
  if (channels == 2) {
    for (int i = 0; i < n; i++) {
      to[2 * i] = a[i];
      to[2 * i + 1] = b[i];
    }
    return;
  }
  const T* __restrict c = static_cast<const T*>(in[2]);
  if (channels == 3) {
    for (int i = 0; i < n; i++) {
      to[3 * i] = a[i];
      to[3 * i + 1] = b[i];
      to[3 * i + 2] = c[i];
    }
    return;
  }
  const T* __restrict d = static_cast<const T*>(in[3]);
  for (int i = 0; i < n; i++) {
    to[4 * i] = a[i];
    to[4 * i + 1] = b[i];
    to[4 * i + 2] = c[i];
    to[4 * i + 3] = d[i];
  }
}

// kernel[wide in][wide out][exact]
#define NODECODECS_BY_TYPE(kernel)                                                \
  {                                                                               \
    {{kernel<Int32, uint8_t, uint8_t>, kernel<Exact, uint8_t, uint8_t>},          \
     {kernel<Int32, uint8_t, uint16_t>, kernel<Exact, uint8_t, uint16_t>}},       \
        {{kernel<Int32, uint16_t, uint8_t>, kernel<Exact, uint16_t, uint8_t>},    \
         {kernel<Int32, uint16_t, uint16_t>, kernel<Exact, uint16_t, uint16_t>}}, \
  }

template <class Arithmetic, class In, class Out>
void inverseFull(const void* const* in, void* const* out, int n, const RowMatrix& m) {
  inverseRow<Arithmetic, In, In, Out>(in, out, n, m);
}

template <class Arithmetic, class In, class Out>
void inverseUpsampled(const void* const* in, void* const* out, int n, const RowMatrix& m) {
  inverseRow<Arithmetic, In, int32_t, Out>(in, out, n, m);
}

constexpr RowKernels makeRows(const char* name) {
  return {name,
          NODECODECS_BY_TYPE(forwardRow),
          NODECODECS_BY_TYPE(lumaRow),
          {{chromaRow<Int32, uint8_t>, chromaRow<Exact, uint8_t>},
           {chromaRow<Int32, uint16_t>, chromaRow<Exact, uint16_t>}},
          NODECODECS_BY_TYPE(inverseFull),
          NODECODECS_BY_TYPE(inverseUpsampled),
          NODECODECS_BY_TYPE(scaleRow),
          {accumulateRow<uint8_t>, accumulateRow<uint16_t>},
          {blendRow<uint8_t>, blendRow<uint16_t>},
          upsampleRow,
          {deinterleaveRow<uint8_t>, deinterleaveRow<uint16_t>},
          {interleaveRow<uint8_t>, interleaveRow<uint16_t>}};
}

}  // namespace
}  // namespace nodecodecs::convert
