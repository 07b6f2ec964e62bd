// convert.h with the kernels as a parameter, for the checks and benchmarks of each of them.
#pragma once
#include "convert/convert.h"
#include "convert/rows.h"

namespace nodecodecs::convert {

void pixelsToFrame(const RowKernels& kernels, const Pixels& picture, const Colour& colour,
                   AVFrame& frame, int rowBegin, int rowEnd);
void frameToPixels(const RowKernels& kernels, const AVFrame& frame, const Colour& colour,
                   const Pixels& picture);

}  // namespace nodecodecs::convert
