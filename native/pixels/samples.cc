#include "pixels/samples.h"

#include <cstdlib>
#include <new>

namespace nodecodecs {

Samples heapSamples(size_t size) {
  void* data = malloc(size);
  if (data == nullptr) throw std::bad_alloc();
  return {static_cast<uint8_t*>(data), size, std::shared_ptr<void>(data, free)};
}

}  // namespace nodecodecs
