// Memory for decoded samples. Who asks for a picture says where its samples go.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace nodecodecs {

// A block of memory, and what keeps it: nobody else writes there.
class Samples {
 public:
  Samples(uint8_t* data, size_t size, std::shared_ptr<void> owner)
      : data_(data), size_(size), owner_(std::move(owner)) {}
  uint8_t* data() const { return data_; }
  size_t size() const { return size_; }
  const std::shared_ptr<void>& owner() const { return owner_; }

 private:
  uint8_t* data_;
  size_t size_;
  std::shared_ptr<void> owner_;
};

// Gives uninitialised memory; throws std::bad_alloc.
using SampleAllocator = std::function<Samples(size_t)>;

Samples heapSamples(size_t size);

}  // namespace nodecodecs
