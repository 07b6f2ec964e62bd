// CIE L*a*b* -> sRGB.
#pragma once

namespace nodecodecs {

// L* is 0 to 100; the white is D50.
struct Lab {
  double lightness;
  double a;
  double b;
};

// R'G'B', 0 to 1.
struct Rgb {
  double red;
  double green;
  double blue;
};

// CIE 15:2004 8.2.1.1 backwards; D50 to D65 by the Bradford transform; the primaries and transfer
// of IEC 61966-2-1. Colours outside of sRGB are clipped.
Rgb labToSrgb(const Lab& lab);

}  // namespace nodecodecs
