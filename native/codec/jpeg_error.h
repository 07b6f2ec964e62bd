// libjpeg reports a fatal error through a function that must not return: it jumps back to the
// setjmp of the function that entered libjpeg. Between the two no C++ object may be constructed.
#pragma once
#include <csetjmp>
#include <cstdio>

#include <jpeglib.h>

#include <jerror.h>

namespace nodecodecs {

struct JpegErrors {
  jpeg_error_mgr manager;  // first: libjpeg's pointer to it is a pointer to this struct
  jmp_buf back;
  char message[JMSG_LENGTH_MAX];
  char passedOver[JMSG_LENGTH_MAX];  // of bytes that belong to no segment: the picture is whole

  jpeg_error_mgr* install() {
    jpeg_std_error(&manager);
    message[0] = '\0';
    passedOver[0] = '\0';
    manager.error_exit = [](j_common_ptr info) {
      auto* self = reinterpret_cast<JpegErrors*>(info->err);
      info->err->format_message(info, self->message);
      longjmp(self->back, 1);
    };
    // A warning means damaged data: the first one is kept, and the caller looks at num_warnings.
    manager.emit_message = [](j_common_ptr info, int level) {
      // An unknown transform in Adobe's segment, and what sequential scans do not look at: no pixel
      // depends on either.
      const int code = info->err->msg_code;
      if (level >= 0 || code == JWRN_ADOBE_XFORM || code == JWRN_NOT_SEQUENTIAL) return;
      auto* self = reinterpret_cast<JpegErrors*>(info->err);
      if (code == JWRN_EXTRANEOUS_DATA) {
        if (self->passedOver[0] == '\0') info->err->format_message(info, self->passedOver);
        return;
      }
      if (info->err->num_warnings++ == 0) info->err->format_message(info, self->message);
    };
    manager.output_message = [](j_common_ptr) {};
    return &manager;
  }
};

}  // namespace nodecodecs
