// Milliseconds that the dynamic linker takes for a library and all that it depends on: the floor
// under the loading time of any addon that is linked to it.
#include <dlfcn.h>

#include <chrono>
#include <cstdio>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto start = std::chrono::steady_clock::now();
  void* library = dlopen(argv[1], RTLD_NOW);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  if (library == nullptr) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  printf("%.3f\n", took.count());
  return 0;
}
