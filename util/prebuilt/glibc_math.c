/* glibc 2.29 gave these functions new versions (without SVID's error handling). The old ones are in
   every glibc, and with them the addon loads from glibc 2.28 on. */
#ifdef __aarch64__
#define FIRST "GLIBC_2.17"
#else
#define FIRST "GLIBC_2.2.5"
#endif
#define OLD(name)                                                  \
  __asm__(".symver old_" #name "," #name "@" FIRST);               \
  double old_##name(double);                                       \
  double __wrap_##name(double x) { return old_##name(x); }
OLD(exp)
OLD(log)
OLD(exp2)
OLD(log2)
__asm__(".symver old_pow,pow@" FIRST);
double old_pow(double, double);
double __wrap_pow(double x, double y) { return old_pow(x, y); }
