// The kernels behind RowKernels, written so that compilers vectorise them. Included by one .cc file
// per instruction set, after its target pragma; everything here has internal linkage, so that no
// function compiled for a newer processor can replace its namesake elsewhere.
// No #pragma once, and no standard function inside: those would be compiled for that target too.

namespace nodecodecs::convert {
namespace {

// Sums modulo 2^32, of which the last is an int32.
struct Int32 {
  using Value = uint32_t;
  explicit Int32(const RowMatrix& m) : shift(m.shift), max(m.max) {}
  static Value coefficient(const RowMatrix& m, int r, int j) {
    return static_cast<Value>(m.c[r][j]);
  }
  static Value bias(const RowMatrix& m, int r) { return static_cast<Value>(m.bias[r]); }
  int finish(Value sum) const {
    int v = static_cast<int>(sum) >> shift;
    // Two statements: GCC 12 makes min and max of these, but compares and blends of one expression.
    v = v < max ? v : max;
    v = v > 0 ? v : 0;
    return v;
  }
  const int shift;
  const int max;
};

// Sums of integers below 2^53: exact, with or without fused multiply-add.
struct Exact {
  using Value = double;
  explicit Exact(const RowMatrix& m) : scale(m.scale), max(m.max) {}
  static Value coefficient(const RowMatrix& m, int r, int j) { return m.exactC[r][j]; }
  static Value bias(const RowMatrix& m, int r) { return m.exactBias[r]; }
  int finish(Value sum) const {
    double v = sum * scale;
    v = v < max ? v : max;
    v = v > 0 ? v : 0;
    return static_cast<int>(v);
  }
  const double scale;
  const double max;
};

// GCC believes __restrict of parameters only: hence the loops in functions of their own.
template <class Arithmetic, class In, class Out>
void forwardLoop(const In* __restrict red, const In* __restrict green, const In* __restrict blue,
                 Out* __restrict out0, Out* __restrict out1, Out* __restrict out2, int n,
                 const RowMatrix& m) {
  using V = typename Arithmetic::Value;
  const Arithmetic a(m);
  const V y0 = a.coefficient(m, 0, 0), y1 = a.coefficient(m, 0, 1), y2 = a.coefficient(m, 0, 2);
  const V u0 = a.coefficient(m, 1, 0), u1 = a.coefficient(m, 1, 1), u2 = a.coefficient(m, 1, 2);
  const V v0 = a.coefficient(m, 2, 0), v1 = a.coefficient(m, 2, 1), v2 = a.coefficient(m, 2, 2);
  const V y3 = a.bias(m, 0), u3 = a.bias(m, 1), v3 = a.bias(m, 2);
  for (int i = 0; i < n; i++) {
    const V r = red[i], g = green[i], b = blue[i];
    out0[i] = static_cast<Out>(a.finish(y0 * r + y1 * g + y2 * b + y3));
    out1[i] = static_cast<Out>(a.finish(u0 * r + u1 * g + u2 * b + u3));
    out2[i] = static_cast<Out>(a.finish(v0 * r + v1 * g + v2 * b + v3));
  }
}

template <class Arithmetic, class In, class Out>
void forwardRow(const void* const* in, void* const* out, int n, const RowMatrix& m) {
  forwardLoop<Arithmetic>(static_cast<const In*>(in[0]), static_cast<const In*>(in[1]),
                          static_cast<const In*>(in[2]), static_cast<Out*>(out[0]),
                          static_cast<Out*>(out[1]), static_cast<Out*>(out[2]), n, m);
}

template <class Arithmetic, class In, class Out>
void lumaRow(const void* const* in, void* const* out, int n, const RowMatrix& m) {
  using V = typename Arithmetic::Value;
  const In* __restrict red = static_cast<const In*>(in[0]);
  const In* __restrict green = static_cast<const In*>(in[1]);
  const In* __restrict blue = static_cast<const In*>(in[2]);
  Out* __restrict luma = static_cast<Out*>(out[0]);
  const Arithmetic a(m);
  const V y0 = a.coefficient(m, 0, 0), y1 = a.coefficient(m, 0, 1), y2 = a.coefficient(m, 0, 2);
  const V y3 = a.bias(m, 0);
  for (int i = 0; i < n; i++) {
    luma[i] = static_cast<Out>(a.finish(y0 * V(red[i]) + y1 * V(green[i]) + y2 * V(blue[i]) + y3));
  }
}

template <class Arithmetic, class Out>
void chromaRow(const void* const* in, void* const* out, int n, const RowMatrix& m) {
  using V = typename Arithmetic::Value;
  const int32_t* __restrict red = static_cast<const int32_t*>(in[0]);
  const int32_t* __restrict green = static_cast<const int32_t*>(in[1]);
  const int32_t* __restrict blue = static_cast<const int32_t*>(in[2]);
  Out* __restrict out0 = static_cast<Out*>(out[0]);
  Out* __restrict out1 = static_cast<Out*>(out[1]);
  const Arithmetic a(m);
  const V u0 = a.coefficient(m, 1, 0), u1 = a.coefficient(m, 1, 1), u2 = a.coefficient(m, 1, 2);
  const V v0 = a.coefficient(m, 2, 0), v1 = a.coefficient(m, 2, 1), v2 = a.coefficient(m, 2, 2);
  const V u3 = a.bias(m, 1), v3 = a.bias(m, 2);
  for (int i = 0; i < n; i++) {
    const V r = static_cast<V>(red[i]), g = static_cast<V>(green[i]), b = static_cast<V>(blue[i]);
    out0[i] = static_cast<Out>(a.finish(u0 * r + u1 * g + u2 * b + u3));
    out1[i] = static_cast<Out>(a.finish(v0 * r + v1 * g + v2 * b + v3));
  }
}

template <class Arithmetic, class In, class Chroma, class Out>
void inverseLoop(const In* __restrict luma, const Chroma* __restrict cb,
                 const Chroma* __restrict cr, Out* __restrict out0, Out* __restrict out1,
                 Out* __restrict out2, int n, const RowMatrix& m) {
  using V = typename Arithmetic::Value;
  const Arithmetic a(m);
  const V gain = a.coefficient(m, 0, 0);
  const V r1 = a.coefficient(m, 0, 1), r2 = a.coefficient(m, 0, 2), r3 = a.bias(m, 0);
  const V g1 = a.coefficient(m, 1, 1), g2 = a.coefficient(m, 1, 2), g3 = a.bias(m, 1);
  const V b1 = a.coefficient(m, 2, 1), b2 = a.coefficient(m, 2, 2), b3 = a.bias(m, 2);
  for (int i = 0; i < n; i++) {
    const V y = gain * V(luma[i]), u = static_cast<V>(cb[i]), v = static_cast<V>(cr[i]);
    out0[i] = static_cast<Out>(a.finish(y + r1 * u + r2 * v + r3));
    out1[i] = static_cast<Out>(a.finish(y + g1 * u + g2 * v + g3));
    out2[i] = static_cast<Out>(a.finish(y + b1 * u + b2 * v + b3));
  }
}

template <class Arithmetic, class In, class Chroma, class Out>
void inverseRow(const void* const* in, void* const* out, int n, const RowMatrix& m) {
  inverseLoop<Arithmetic>(static_cast<const In*>(in[0]), static_cast<const Chroma*>(in[1]),
                          static_cast<const Chroma*>(in[2]), static_cast<Out*>(out[0]),
                          static_cast<Out*>(out[1]), static_cast<Out*>(out[2]), n, m);
}

template <class Arithmetic, class In, class Out>
void scaleRow(const void* const* in, void* const* out, int n, const RowMatrix& m) {
  using V = typename Arithmetic::Value;
  const In* __restrict from = static_cast<const In*>(in[0]);
  Out* __restrict to = static_cast<Out*>(out[0]);
  const Arithmetic a(m);
  const V gain = a.coefficient(m, 0, 0), offset = a.bias(m, 0);
  for (int i = 0; i < n; i++) to[i] = static_cast<Out>(a.finish(gain * V(from[i]) + offset));
}

}  // namespace
}  // namespace nodecodecs::convert
