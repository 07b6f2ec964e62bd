// Milliseconds, and those of this process's CPU time, that the dynamic linker takes for a library
// and all that it depends on: the floor under the loading time of any addon that is linked to it.
#include <dlfcn.h>

#include <chrono>
#include <cstdio>
#include <ctime>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::clock_t startCpu = std::clock();
  const auto start = std::chrono::steady_clock::now();
  void* library = dlopen(argv[1], RTLD_NOW);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  const double cpu = 1000.0 * static_cast<double>(std::clock() - startCpu) / CLOCKS_PER_SEC;
  if (library == nullptr) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  printf("%.3f %.3f\n", took.count(), cpu);
  return 0;
}
