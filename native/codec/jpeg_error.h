// libjpeg reports a fatal error through a function that must not return: it jumps back to the
// setjmp of the function that entered libjpeg. Between the two no C++ object may be constructed.
#pragma once
#include <csetjmp>
#include <cstdio>
#include <cstring>

#include <jpeglib.h>

#include <jerror.h>

namespace nodecodecs {

struct JpegErrors {
  jpeg_error_mgr manager;  // first: libjpeg's pointer to it is a pointer to this struct
  jmp_buf back;
  char message[JMSG_LENGTH_MAX];
  char passedOver[JMSG_LENGTH_MAX];  // what every reader passes over
  bool otherScans;                   // the scans of a sequential frame say what progressive ones do

  jpeg_error_mgr* install() {
    jpeg_std_error(&manager);
    message[0] = '\0';
    passedOver[0] = '\0';
    otherScans = false;
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
      auto* self = reinterpret_cast<JpegErrors*>(info->err);
      if (code == JWRN_NOT_SEQUENTIAL) self->otherScans = true;
      if (level >= 0 || code == JWRN_ADOBE_XFORM || code == JWRN_NOT_SEQUENTIAL) return;
      if (code == JWRN_EXTRANEOUS_DATA) {
        if (self->passedOver[0] == '\0') info->err->format_message(info, self->passedOver);
        return;
      }
      // Such scans cannot be read as what they are, nor can their end be told from a missing one.
      if (self->otherScans && (code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE)) {
        strcpy(self->passedOver, "progressive scans in a sequential frame, shown as libjpeg does");
        return;
      }
      if (info->err->num_warnings++ == 0) info->err->format_message(info, self->message);
    };
    manager.output_message = [](j_common_ptr) {};
    return &manager;
  }
};

}  // namespace nodecodecs
