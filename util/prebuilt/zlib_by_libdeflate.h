/* Included before everything of FFmpeg's: its deflate is that of zlib_by_libdeflate.c, under names of
   its own, as zlib itself is in the addon too (inflate, and libtiff's streams). */
#define deflateInit_ nodecodecs_deflateInit_
#define deflateReset nodecodecs_deflateReset
#define deflateBound nodecodecs_deflateBound
#define deflate nodecodecs_deflate
#define deflateEnd nodecodecs_deflateEnd
