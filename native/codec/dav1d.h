#pragma once

namespace nodecodecs {

// Keeps old versions of dav1d from ending the process; once, before the first decoder is opened.
void guardDav1d();

}  // namespace nodecodecs
