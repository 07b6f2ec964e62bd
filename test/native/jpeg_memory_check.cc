// Encodes JPEGs while one allocation fails, each in its turn: prints how many of them made the call
// fail, how many blocks were freed twice and how many were left.
#include <dlfcn.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <new>

#include "codec/jpeg.h"

namespace {

// Blocks of the call under test lie here, one behind the other, and none takes another's place.
alignas(16) unsigned char arena[1 << 26];
size_t used = 0;
bool counting = false;
long countdown = 0;  // to the allocation that fails
long live = 0;
long freedTwice = 0;

struct alignas(16) Header {
  bool live;
};

// What dlsym itself allocates and frees while it looks for the C library's functions (glibc 2.42
// does).
alignas(16) unsigned char early[1 << 12];
size_t earlyUsed = 0;
bool looking = false;

template <class Function>
Function* next(const char* name) {
  looking = true;
  auto* found = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
  looking = false;
  return found;
}

void* takeEarly(size_t size) {
  void* block = early + earlyUsed;
  earlyUsed += (size + 15) / 16 * 16;
  return earlyUsed > sizeof early ? nullptr : block;
}

template <size_t size>
bool isIn(const unsigned char (&memory)[size], void* data) {
  return data >= memory && data < memory + size;
}

}  // namespace

extern "C" void* malloc(size_t size) {
  if (looking) return takeEarly(size);
  static auto* const real = next<void*(size_t)>("malloc");
  if (!counting) return real(size);
  if (--countdown == 0) return nullptr;
  auto* header = reinterpret_cast<Header*>(arena + used);
  used += (sizeof(Header) + size + 15) / 16 * 16;
  if (used > sizeof arena) return nullptr;
  header->live = true;
  live++;
  return header + 1;
}

extern "C" void free(void* data) {
  if (looking || isIn(early, data)) return;
  static auto* const real = next<void(void*)>("free");
  if (!isIn(arena, data)) return real(data);
  auto* header = static_cast<Header*>(data) - 1;
  if (!header->live) freedTwice++;
  if (header->live) live--;
  header->live = false;
}

namespace {

using namespace nodecodecs;

bool encodes(const EncodeRequest& request, const AVFrame& frame) {
  try {
    return encodeJpeg(request, frame)->size > 2 * 8192;
  } catch (const Error&) {
    return false;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

void tryAll(const char* trellis) {
  // Noise: libjpeg's buffer of 4096 bytes has to grow several times.
  static uint8_t samples[160 * 160];
  uint32_t state = 1;
  for (uint8_t& sample : samples) sample = (state = state * 1664525 + 1013904223) >> 24;
  EncodeRequest request;
  request.label = "jpeg";
  request.options = {{"quality", "99"}, {"trellis", trellis}};
  AVFrame frame{};
  frame.format = AV_PIX_FMT_GRAY8;
  frame.width = frame.height = frame.linesize[0] = 160;
  frame.data[0] = samples;
  long failed = 0, left = 0;
  countdown = 0;
  for (long nth = 1; countdown <= 0; nth++) {
    countdown = nth;
    counting = true;
    if (!encodes(request, frame)) failed++;
    counting = false;
    left += live;
    used = live = 0;
  }
  printf("trellis %s: %ld fail, %ld freed twice, %ld left\n", trellis, failed, freedTwice, left);
}

}  // namespace

int main() {
  tryAll("0");
  tryAll("1");
}
