// CIE L*a*b* -> sRGB.
#pragma once

namespace nodecodecs {

// L* is 0 to 100.
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

// The white that L*a*b* is relative to, and the way from there to linear sRGB.
class LabWhite {
 public:
  LabWhite();                    // D50, as ICC.1:2022 7.2.16 has it
  LabWhite(double x, double y);  // CIE chromaticities, both above 0
  // Of X, Y and Z, each relative to the white.
  Rgb linear(double x, double y, double z) const;

 private:
  LabWhite(double x, double y, double z);
  double matrix_[3][3];
};

// CIE 15:2004 8.2.1.1 backwards; the white to D65 by the Bradford transform; the primaries and
// transfer of IEC 61966-2-1. Colours outside of sRGB are clipped.
Rgb labToSrgb(const Lab& lab, const LabWhite& white);

}  // namespace nodecodecs
