// One picture through libjpeg, from open to close.
#pragma once
#include <cstdio>
#include <cstdlib>
// jpeglib.h needs size_t and FILE before it.
#include <jpeglib.h>

#include "trial.h"

inline int intOption(const Trial& trial, const char* key) {
  const auto found = trial.options.find(key);
  return found == trial.options.end() ? 0 : atoi(found->second.c_str());
}

template <typename Use>
void encodeByLibjpeg(const Trial& trial, Use use) {
  jpeg_compress_struct info;
  jpeg_error_mgr errors;
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &bytes, &size);
  info.image_width = trial.width;
  info.image_height = trial.height;
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, intOption(trial, "quality"), FALSE);
  info.optimize_coding = intOption(trial, "optimize") != 0;
  const std::string subsampling = trial.options.at("subsampling");
  info.comp_info[0].h_samp_factor = subsampling == "4:4:4" ? 1 : 2;
  info.comp_info[0].v_samp_factor = subsampling == "4:2:0" ? 2 : 1;
  if (intOption(trial, "progressive") != 0) jpeg_simple_progression(&info);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    const size_t offset = static_cast<size_t>(info.next_scanline) * trial.width * 3;
    JSAMPROW row = const_cast<uint8_t*>(trial.rgb.data()) + offset;
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  use(Outcome{bytes, size});
  jpeg_destroy_compress(&info);
  free(bytes);
}

template <typename Use>
void decodeByLibjpeg(const Trial& trial, Use use) {
  jpeg_decompress_struct info;
  jpeg_error_mgr errors;
  info.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, trial.stream.data(), trial.stream.size());
  jpeg_read_header(&info, TRUE);
  info.out_color_space = JCS_RGB;
  jpeg_start_decompress(&info);
  const size_t stride = static_cast<size_t>(info.output_width) * 3;
  const size_t size = stride * info.output_height;
  auto* rgb = static_cast<uint8_t*>(malloc(size));
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = rgb + info.output_scanline * stride;
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
  use(Outcome{rgb, size});
  jpeg_destroy_decompress(&info);
  free(rgb);
}
