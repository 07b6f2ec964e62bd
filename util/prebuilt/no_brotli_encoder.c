// libjxl compresses metadata boxes by Brotli when it is asked to. Nobody asks: this library writes
// the boxes itself, and FFmpeg stores Exif as it is where Brotli fails. So its encoder, 700 kB, is
// left out, and what refers to it is told that it cannot be made.
#include <brotli/encode.h>

BrotliEncoderState* BrotliEncoderCreateInstance(brotli_alloc_func allocate, brotli_free_func release,
                                                void* opaque) {
  (void)allocate, (void)release, (void)opaque;
  return NULL;
}

void BrotliEncoderDestroyInstance(BrotliEncoderState* state) { (void)state; }

BROTLI_BOOL BrotliEncoderSetParameter(BrotliEncoderState* state, BrotliEncoderParameter name,
                                      uint32_t value) {
  (void)state, (void)name, (void)value;
  return BROTLI_FALSE;
}

BROTLI_BOOL BrotliEncoderCompressStream(BrotliEncoderState* state, BrotliEncoderOperation operation,
                                        size_t* left, const uint8_t** from, size_t* room, uint8_t** to,
                                        size_t* total) {
  (void)state, (void)operation, (void)left, (void)from, (void)room, (void)to, (void)total;
  return BROTLI_FALSE;
}

BROTLI_BOOL BrotliEncoderIsFinished(BrotliEncoderState* state) {
  (void)state;
  return BROTLI_FALSE;
}

BROTLI_BOOL BrotliEncoderHasMoreOutput(BrotliEncoderState* state) {
  (void)state;
  return BROTLI_FALSE;
}

size_t BrotliEncoderMaxCompressedSize(size_t size) {
  (void)size;
  return 0;
}
