// Channels that are not a decoder's, in its order.
#pragma once
#include <string>
#include <vector>

#include "codec/coded_samples.h"

namespace nodecodecs {

// The packed frame's channels in that order, 1 to 4 of them. Throws ERR_DECODE where it has them
// not.
FramePtr inOrder(const AVFrame& frame, const std::vector<int>& order, const std::string& label);

// The colours that the samples of a gray frame of 8 bits stand for; coded.depth of those bits are
// the index's. An index behind the last colour is the last one, as OpenJPEG has it.
FramePtr throughPalette(const AVFrame& frame, const CodedSamples& coded, const std::string& label);

}  // namespace nodecodecs
