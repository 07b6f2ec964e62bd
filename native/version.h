// The version of the package, by which the library knows an addon of its own (lib/version.ts).
#pragma once

namespace nodecodecs {

constexpr char kVersion[] = "0.1.0";

}  // namespace nodecodecs
