// Vectors of the instruction set that the including file is compiled for. Included after its target
// pragma, once per file; everything here has internal linkage, so that no function compiled for a
// newer processor can replace its namesake elsewhere. NODECODECS_VECTOR_BYTES and NODECODECS_FMA
// (1: the instruction set has fused multiply-add) come from simd/baseline.h, avx2.h or avx512.h.
#include <cstddef>
#include <cstdint>

#if NODECODECS_X86
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

namespace nodecodecs {
namespace {

typedef float Floats __attribute__((vector_size(NODECODECS_VECTOR_BYTES)));
typedef double Doubles __attribute__((vector_size(NODECODECS_VECTOR_BYTES)));
typedef int32_t Ints __attribute__((vector_size(NODECODECS_VECTOR_BYTES)));
typedef float HalfFloats __attribute__((vector_size(NODECODECS_VECTOR_BYTES / 2)));
typedef int32_t HalfInts __attribute__((vector_size(NODECODECS_VECTOR_BYTES / 2)));
typedef float Four __attribute__((vector_size(16)));

template <class Real>
struct VectorOf;
template <>
struct VectorOf<float> {
  using Type = Floats;
};
template <>
struct VectorOf<double> {
  using Type = Doubles;
};

template <class Real>
constexpr int kLanes = NODECODECS_VECTOR_BYTES / sizeof(Real);

template <class Vector>
inline Vector load(const void* from) {
  Vector v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}

template <class Vector>
inline void store(const Vector& v, void* to) {
  __builtin_memcpy(to, &v, sizeof v);
}

template <class Vector>
inline Vector smaller(const Vector& a, const Vector& b) {
  return a < b ? a : b;
}

template <class Vector>
inline Vector larger(const Vector& a, const Vector& b) {
  return a > b ? a : b;
}

template <class Vector>
inline Vector magnitude(const Vector& v) {
  return larger(v, -v);
}

// a * b + c, rounded once: what a float32 filter on the border of stability depends on. Where the
// processor has no such instruction, the exact product of two floats is rounded to a double when
// c is added, then to a float: another result about once in 2^29 times.
inline float fused(float a, float b, float c) {
#if NODECODECS_FMA
  return __builtin_fmaf(a, b, c);
#else
  return static_cast<float>(static_cast<double>(a) * static_cast<double>(b) +
                            static_cast<double>(c));
#endif
}

template <class Vector>
inline Vector fused(const Vector& a, const Vector& b, const Vector& c) {
  Vector out;
  for (size_t i = 0; i < sizeof(Vector) / sizeof(float); i++) out[i] = fused(a[i], b[i], c[i]);
  return out;
}

#if NODECODECS_X86 && NODECODECS_FMA
template <>
inline Four fused(const Four& a, const Four& b, const Four& c) {
  return _mm_fmadd_ps(a, b, c);
}
#if NODECODECS_VECTOR_BYTES == 64
template <>
inline Floats fused(const Floats& a, const Floats& b, const Floats& c) {
  return _mm512_fmadd_ps(a, b, c);
}
#else
template <>
inline Floats fused(const Floats& a, const Floats& b, const Floats& c) {
  return _mm256_fmadd_ps(a, b, c);
}
#endif
#endif

inline Floats squareRoot(const Floats& v) {
#if NODECODECS_X86 && NODECODECS_VECTOR_BYTES == 64
  return _mm512_mask_sqrt_ps(v, 0xffff, v);  // the plain one warns in GCC 12
#elif NODECODECS_X86 && NODECODECS_VECTOR_BYTES == 32
  return _mm256_sqrt_ps(v);
#elif NODECODECS_X86
  return _mm_sqrt_ps(v);
#else
  Floats out;
  for (int i = 0; i < kLanes<float>; i++) out[i] = __builtin_sqrtf(v[i]);
  return out;
#endif
}

// Adds v's lanes to as many sums.
inline void addTo(double* sums, const Doubles& v) {
  store(load<Doubles>(sums) + v, sums);
}

inline void addTo(double* sums, const Floats& v) {
  HalfFloats halves[2];
  __builtin_memcpy(halves, &v, sizeof v);
  addTo(sums, __builtin_convertvector(halves[0], Doubles));
  addTo(sums + kLanes<double>, __builtin_convertvector(halves[1], Doubles));
}

}  // namespace
}  // namespace nodecodecs
