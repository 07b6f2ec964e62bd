/* zlib's deflate on libdeflate, which is three times as fast at the same size. It compresses whole
   buffers alone, so this keeps what comes until Z_FINISH, and then gives out the result in parts.
   Flushes in between do nothing: FFmpeg's PNG encoder asks for none. */
#include "zlib_by_libdeflate.h"
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct internal_state {
  struct libdeflate_compressor *compressor;
  unsigned char *in, *out;
  size_t in_size, in_capacity;
  size_t out_size, out_given;
};

static int forget(struct internal_state *s) {
  free(s->out);
  s->out = NULL;
  s->in_size = s->out_size = s->out_given = 0;
  return Z_OK;
}

/* zlib's levels are libdeflate's. Its own 10 to 12 are for nobody who does not ask: on a screenshot
   they take 10 to 40 times as long as 9, for a larger file. */
static int level_of(int level) { return level == Z_DEFAULT_COMPRESSION ? 6 : level; }

int deflateInit_(z_streamp z, int level, const char *version, int stream_size) {
  (void)version;
  if (stream_size != (int)sizeof(z_stream)) return Z_VERSION_ERROR;
  z->msg = NULL;
  z->total_in = z->total_out = 0;
  z->state = calloc(1, sizeof *z->state);
  if (!z->state) return Z_MEM_ERROR;
  z->state->compressor = libdeflate_alloc_compressor(level_of(level));
  if (z->state->compressor) return Z_OK;
  free(z->state);
  z->state = NULL;
  return Z_MEM_ERROR;
}

int deflateReset(z_streamp z) {
  z->total_in = z->total_out = 0;
  return forget(z->state);
}

int deflateEnd(z_streamp z) {
  if (!z->state) return Z_STREAM_ERROR;
  forget(z->state);
  free(z->state->in);
  libdeflate_free_compressor(z->state->compressor);
  free(z->state);
  z->state = NULL;
  return Z_OK;
}

uLong deflateBound(z_streamp z, uLong size) {
  return libdeflate_zlib_compress_bound(z && z->state ? z->state->compressor : NULL, size);
}

static int keep(z_streamp z) {
  struct internal_state *s = z->state;
  if (s->in_capacity - s->in_size < z->avail_in) {
    size_t wanted = s->in_size + z->avail_in;
    size_t capacity = wanted > 2 * s->in_capacity ? wanted : 2 * s->in_capacity;
    unsigned char *grown = realloc(s->in, capacity);
    if (!grown) return Z_MEM_ERROR;
    s->in = grown;
    s->in_capacity = capacity;
  }
  if (z->avail_in) memcpy(s->in + s->in_size, z->next_in, z->avail_in);
  s->in_size += z->avail_in;
  z->total_in += z->avail_in;
  z->next_in += z->avail_in;
  z->avail_in = 0;
  return Z_OK;
}

static int compress_all(struct internal_state *s) {
  size_t bound = libdeflate_zlib_compress_bound(s->compressor, s->in_size);
  s->out = malloc(bound);
  if (!s->out) return Z_MEM_ERROR;
  s->out_size = libdeflate_zlib_compress(s->compressor, s->in, s->in_size, s->out, bound);
  return s->out_size ? Z_OK : Z_STREAM_ERROR;
}

int deflate(z_streamp z, int flush) {
  struct internal_state *s = z->state;
  if (z->avail_in && s->out) return Z_STREAM_ERROR; /* more after the end */
  int error = keep(z);
  if (error != Z_OK || flush != Z_FINISH) return error;
  if (!s->out && (error = compress_all(s)) != Z_OK) return error;
  size_t left = s->out_size - s->out_given;
  uInt given = left < z->avail_out ? (uInt)left : z->avail_out;
  memcpy(z->next_out, s->out + s->out_given, given);
  s->out_given += given;
  z->next_out += given;
  z->avail_out -= given;
  z->total_out += given;
  return s->out_given == s->out_size ? Z_STREAM_END : Z_OK;
}
