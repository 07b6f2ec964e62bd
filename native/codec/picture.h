// A decoded frame -> what the caller asked for: interleaved or planar pixels, or the planes.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "codec/codec.h"
#include "pixels/samples.h"

namespace nodecodecs {

struct PictureFormat {
  bool planes = false;        // the planes as they are coded
  bool planarLayout = false;  // pixels as CHW instead of HWC
  int channels = 0;           // 0: as the stream has them
  int bitDepth = 0;           // 0: as the stream has it
  int width = 0;              // crop; 0: all of it
  int height = 0;
  // Pixels go there, into memory of the caller's that outlives the job, instead of into new memory;
  // its size is the crop (tiles, alpha, turned and mirrored pictures).
  std::optional<Pixels> into;
  SampleAllocator allocate = heapSamples;
};

struct Picture {
  int width = 0;
  int height = 0;
  int channels = 0;
  int bitDepth = 8;
  std::string pixelFormat;  // of the stream
  Colour colour;
  std::string chromaLocation;  // of planes, where the stream says it
  std::vector<uint8_t> icc;
  CodePoints points;
  std::vector<std::string> warnings;
  std::vector<Samples> data;  // one entry of pixels, or one per plane
};

// A frame for a decoder to write. Where its samples are what is wanted, they are new memory of the
// picture's, row after row: a decoder that writes there has made the picture. `wanted` may be null.
// Throws ERR_LIMIT as makeFrame does.
DecodedFrame frameToFill(AVPixelFormat format, int width, int height, const PictureFormat* wanted);

// Throws ERR_DECODE where the frame is smaller than the crop, TypeError where it has no planes.
Picture makePicture(const DecodedFrame& decoded, const PictureFormat& wanted,
                    const std::string& label);

}  // namespace nodecodecs
