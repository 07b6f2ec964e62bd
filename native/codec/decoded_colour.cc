#include "codec/decoded_colour.h"

extern "C" {
#include <libavutil/pixdesc.h>
}
#include <cstring>

#include "error.h"

namespace nodecodecs {
namespace {

// dav1d hands on codes that libavutil has no name for, and that C++ may not read as an
// AVColorSpace.
int matrixCode(const AVFrame& frame) {
  static_assert(sizeof frame.colorspace == sizeof(int), "AVColorSpace is an int");
  int code = 0;
  memcpy(&code, &frame.colorspace, sizeof code);
  return code;
}

std::string matrixName(int code) {
  const bool known = code >= 0 && code < AVCOL_SPC_NB;
  return known ? av_color_space_name(static_cast<AVColorSpace>(code)) : std::to_string(code);
}

// ITU-T H.273 8.3, MatrixCoefficients 12.
Matrix matrixOfPrimaries(const AVFrame& frame, const DecodeRequest& request) {
  switch (frame.color_primaries) {
    case AVCOL_PRI_BT709:
    case AVCOL_PRI_UNSPECIFIED:
      return Matrix::bt709;
    case AVCOL_PRI_BT2020:
      return Matrix::bt2020;
    case AVCOL_PRI_BT470M:
      return Matrix::primaries4;
    case AVCOL_PRI_BT470BG:
      return Matrix::primaries5;
    case AVCOL_PRI_SMPTE170M:
    case AVCOL_PRI_SMPTE240M:  // the same colours
      return Matrix::primaries6;
    case AVCOL_PRI_FILM:
      return Matrix::primaries8;
    case AVCOL_PRI_SMPTE428:
      return Matrix::primaries10;
    case AVCOL_PRI_SMPTE431:
      return Matrix::primaries11;
    case AVCOL_PRI_SMPTE432:
      return Matrix::primaries12;
    case AVCOL_PRI_EBU3213:
      return Matrix::primaries22;
    default:
      throw Error("ERR_DECODE", request.label + ": the colour matrix that follows from primaries " +
                                    std::to_string(frame.color_primaries) + " is not supported");
  }
}

Matrix matrixOf(const AVFrame& frame, const DecodeRequest& request) {
  switch (matrixCode(frame)) {
    case AVCOL_SPC_BT709:
      return Matrix::bt709;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
      return Matrix::bt601;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:  // read as other readers do, which know no constant luminance
      return Matrix::bt2020;
    case AVCOL_SPC_YCGCO:
      return Matrix::ycgco;
    case AVCOL_SPC_FCC:
      return Matrix::fcc;
    case AVCOL_SPC_SMPTE240M:
      return Matrix::smpte240m;
    case AVCOL_SPC_CHROMA_DERIVED_NCL:
      return matrixOfPrimaries(frame, request);
    case AVCOL_SPC_RGB:
    case AVCOL_SPC_UNSPECIFIED:
    case AVCOL_SPC_RESERVED:
      return request.untagged.matrix;
    default:
      throw Error("ERR_DECODE", request.label + ": the colour matrix '" +
                                    matrixName(matrixCode(frame)) + "' is not supported");
  }
}

bool isFullRange(const AVFrame& frame, const DecodeRequest& request) {
  const AVPixFmtDescriptor* description =
      av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  if (description->flags & AV_PIX_FMT_FLAG_RGB) return true;
  if (strncmp(description->name, "yuvj", 4) == 0) return true;
  if (frame.color_range == AVCOL_RANGE_UNSPECIFIED) return request.untagged.fullRange;
  return frame.color_range == AVCOL_RANGE_JPEG;
}

// Decoders hand on the planes of G, B and R as Y, Cb and Cr unless the stream's other tags are
// those of sRGB.
bool isIdentity(const AVFrame& frame, const DecodeRequest& request) {
  const bool said = request.forced && (request.forced->identity || request.forced->matrix);
  return said ? request.forced->identity : matrixCode(frame) == AVCOL_SPC_RGB;
}

// The same planes under the name of the GBR format of their depth.
void nameGbr(AVFrame& frame, const std::string& label) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  const AVPixFmtDescriptor& description = *av_pix_fmt_desc_get(format);
  if ((description.flags & AV_PIX_FMT_FLAG_RGB) != 0 || description.nb_components < 3) return;
  const std::string name = description.name;
  for (const char* yuv : {"yuvj444p", "yuv444p"}) {
    if (name.compare(0, strlen(yuv), yuv) != 0) continue;
    const std::string gbr = "gbrp" + name.substr(strlen(yuv));
    const AVPixelFormat found = av_get_pix_fmt(gbr.c_str());
    if (found == AV_PIX_FMT_NONE) break;
    frame.format = found;
    return;
  }
  throw Error("ERR_DECODE", label + ": GBR in the planes of " + name + " is not supported");
}

}  // namespace

void nameIfGbr(AVFrame& frame, const DecodeRequest& request) {
  if (isIdentity(frame, request)) nameGbr(frame, request.label);
}

Colour colourOf(const AVFrame& frame, const DecodeRequest& request) {
  if (!request.forced) return {matrixOf(frame, request), isFullRange(frame, request)};
  const Matrix matrix = request.forced->matrix ? *request.forced->matrix : matrixOf(frame, request);
  // Also of G, B, R: the box says it of the samples. Streams whose GBR is full range often do not.
  return {matrix, request.forced->fullRange};
}

}  // namespace nodecodecs
