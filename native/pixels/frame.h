// Frames: allocation, and the copy of planes that need no conversion.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "av.h"
#include "pixels/pixels.h"
#include "pixels/samples.h"

namespace nodecodecs {

// One plane of the caller's picture: rows of `stride` bytes.
struct Plane {
  const uint8_t* data = nullptr;
  size_t size = 0;
  ptrdiff_t stride = 0;
  size_t sampleBytes = 1;
};

// AV_PIX_FMT for a name such as "yuv420p10le"; throws TypeError for an unknown one.
AVPixelFormat pixelFormatByName(const std::string& name);

int planeCount(AVPixelFormat format);
// Bytes of one row, and rows, of a plane of a width x height picture.
int planeRowBytes(AVPixelFormat format, int width, int plane);
int planeRows(AVPixelFormat format, int height, int plane);

// Throws ERR_LIMIT where libav cannot hold the size.
void checkSize(AVPixelFormat format, int width, int height);

// A frame with its buffers; throws as checkSize does.
FramePtr makeFrame(AVPixelFormat format, int width, int height);

// A frame over the caller's own interleaved 8-bit rows, which have no padding behind them; nothing
// where the samples are not those of a width x height frame of this format (gray ones are in full
// range alone).
FramePtr viewOf(const Pixels& pixels, AVPixelFormat format, bool fullRange, int width, int height);

// The top left of `from` into all of `to`, both of one interleaved format.
void copyRows(const AVFrame& from, AVFrame& to);

// Copies a width x height picture into the top left of `frame`, whose format it has, and repeats
// the last column and row into the rest. Throws RangeError where a plane is too short, TypeError
// for samples that are not the format's, and for formats with a palette.
void writePlanes(const std::vector<Plane>& planes, int width, int height, AVFrame& frame);

// Adds to every sample of 9 bits or more but chroma.
void addToSamples(AVFrame& frame, int addend);

// The top left width x height of one plane, rows without padding.
Samples readPlane(const AVFrame& frame, int plane, int width, int height,
                  const SampleAllocator& allocate);

}  // namespace nodecodecs
