// The versions of the libraries behind the codecs, whichever way they were linked.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace nodecodecs {

// Name and version, e.g. {"x265", "4.1"}, of those that are there and can be asked.
std::vector<std::pair<std::string, std::string>> codecLibraries();

}  // namespace nodecodecs
