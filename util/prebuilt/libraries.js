'use strict'
// The libraries inside a prebuilt addon, in the order in which they are built. A row's `sha256` is
// that of the file at `url`; `debian` is the source package that has the same file, or, where
// Debian repacked it, another with the checksum given there. What `build` means: recipes.js. `leaf`:
// archives from which nothing of C++ is called, so that no exception passes through (link.js).
const { shrink } = require('./c_references.js')
const { dropInterPrediction } = require('./x265.js')

const GITHUB = 'https://github.com'

const LIBRARIES = [
  {
    name: 'zlib',
    version: '1.3.2',
    licence: 'Zlib',
    texts: ['LICENSE'],
    url: `${GITHUB}/madler/zlib/releases/download/v1.3.2/zlib-1.3.2.tar.gz`,
    sha256: 'bb329a0a2cd0274d05519d61c667c062e06990d72e125ee2dfa8de64f0119d16',
    debian: {
      source: 'zlib=1:1.3.dfsg+really1.3.2-4',
      sha256: '7b6903eb019983987b7112eccf90f1703f1c6c0e0cede36564bf611d19ca579d',
    },
    build: 'zlib',
    leaf: ['libz.a'],
  },
  {
    name: 'libdeflate',
    version: '1.23',
    licence: 'MIT',
    texts: ['COPYING'],
    url: `${GITHUB}/ebiggers/libdeflate/archive/refs/tags/v1.23.tar.gz`,
    sha256: '1ab18349b9fb0ce8a0ca4116bded725be7dcbfa709e19f6f983d99df1fb8b25f',
    debian: { source: 'libdeflate=1.23-2' },
    build: 'cmake',
    leaf: ['libdeflate.a'],
    switches: '-DLIBDEFLATE_BUILD_SHARED_LIB=OFF -DLIBDEFLATE_BUILD_GZIP=OFF',
  },
  {
    name: 'libjpeg-turbo',
    version: '3.1.3',
    licence: 'IJG AND BSD-3-Clause AND Zlib',
    texts: ['LICENSE.md', 'README.ijg'],
    url: `${GITHUB}/libjpeg-turbo/libjpeg-turbo/archive/refs/tags/3.1.3.tar.gz`,
    sha256: '3a13a5ba767dc8264bc40b185e41368a80d5d5f945944d1dbaa4b2fb0099f4e5',
    debian: { source: 'libjpeg-turbo=1:3.1.3-4' },
    build: 'cmake',
    switches: '-DENABLE_SHARED=OFF -DENABLE_STATIC=ON -DWITH_TURBOJPEG=OFF -DREQUIRE_SIMD=ON',
  },
  {
    name: 'libtiff',
    version: '4.7.2',
    licence: 'libtiff',
    texts: ['LICENSE.md'],
    url: 'https://gitlab.com/libtiff/libtiff/-/archive/v4.7.2/libtiff-v4.7.2.tar.bz2',
    sha256: 'c5086d8f7c5ba51ca98241f24a8bd1cb66218c399077aeccbf6a236cf3152acc',
    debian: { source: 'tiff=4.7.2-1' },
    build: 'cmake',
    switches: `-Dtiff-tools=OFF -Dtiff-tests=OFF -Dtiff-contrib=OFF -Dtiff-docs=OFF -Dcxx=OFF
      -Dtiff-opengl=OFF -Dzlib=ON -Dlibdeflate=ON -Djpeg=ON -Djbig=OFF -Dlerc=OFF -Dlzma=OFF
      -Dzstd=OFF -Dwebp=OFF`,
  },
  {
    name: 'x264',
    version: '0.164.3108',
    licence: 'GPL-2.0-or-later',
    gpl: true,
    texts: ['COPYING'],
    // Upstream makes no release tarballs; this is Debian's of commit 31e19f9.
    url: 'https://deb.debian.org/debian/pool/main/x/x264/x264_0.164.3108+git31e19f9.orig.tar.gz',
    sha256: '41606cb8e788a7f8c4514290646d4ba5c7bc68d9e1ccd1a73f446a90546913eb',
    debian: { source: 'x264=2:0.164.3108+git31e19f9-2' },
    build: 'x264',
    leaf: ['libx264.a'],
    switches: `--enable-static --disable-cli --enable-pic --bit-depth=all --chroma-format=all
      --disable-opencl --disable-avs --disable-swscale --disable-lavf --disable-ffms --disable-gpac
      --disable-lsmash`,
  },
  {
    name: 'dav1d',
    version: '1.5.4',
    licence: 'BSD-2-Clause',
    texts: ['COPYING', 'doc/PATENTS'],
    url: 'https://downloads.videolan.org/pub/videolan/dav1d/1.5.4/dav1d-1.5.4.tar.xz',
    sha256: '686616b7c69eb88d44459391ab25cac13b6647a3b288835c5784e71c1514a5c5',
    debian: { source: 'dav1d=1.5.4-1' },
    build: 'meson',
    leaf: ['libdav1d.a'],
    switches: '-Denable_tools=false -Denable_tests=false -Denable_examples=false',
  },
  {
    name: 'libwebp',
    version: '1.6.0',
    licence: 'BSD-3-Clause',
    texts: ['COPYING', 'PATENTS'],
    url: 'https://storage.googleapis.com/downloads.webmproject.org/releases/webp/libwebp-1.6.0.tar.gz',
    sha256: 'e4ab7009bf0629fd11982d4c2aa83964cf244cffba7347ecd39019a9e38c4564',
    debian: { source: 'libwebp=1.6.0-0.1' },
    build: 'cmake',
    leaf: ['libwebp.a', 'libsharpyuv.a'],
    include: 'gcc10.h',
    switches: `-DWEBP_BUILD_ANIM_UTILS=OFF -DWEBP_BUILD_CWEBP=OFF -DWEBP_BUILD_DWEBP=OFF
      -DWEBP_BUILD_GIF2WEBP=OFF -DWEBP_BUILD_IMG2WEBP=OFF -DWEBP_BUILD_VWEBP=OFF
      -DWEBP_BUILD_WEBPINFO=OFF -DWEBP_BUILD_WEBPMUX=OFF -DWEBP_BUILD_EXTRAS=OFF
      -DWEBP_BUILD_LIBWEBPMUX=OFF`,
  },
  {
    name: 'openjpeg',
    version: '2.5.4',
    licence: 'BSD-2-Clause',
    texts: ['LICENSE'],
    url: `${GITHUB}/uclouvain/openjpeg/archive/refs/tags/v2.5.4.tar.gz`,
    sha256: 'a695fbe19c0165f295a8531b1e4e855cd94d0875d2f88ec4b61080677e27188a',
    debian: {
      source: 'openjpeg2=2.5.4-1.1',
      sha256: '6f6cf917e9587bc2df83aee5b51aa22dd56111640b3bad290b93443b6a4682b7',
    },
    build: 'cmake',
    leaf: ['libopenjp2.a'],
    switches: '-DBUILD_CODEC=OFF -DBUILD_STATIC_LIBS=ON',
    // With CMake 3.18 its .pc file asks for the library "-lpthread".
    pkgconfig: { file: 'libopenjp2.pc', sed: 's/-l-lpthread/-lpthread/' },
  },
  {
    name: 'highway',
    version: '1.3.0',
    licence: 'BSD-3-Clause', // or Apache-2.0, which does not go with GPL-2.0
    texts: ['LICENSE-BSD3'],
    url: `${GITHUB}/google/highway/archive/refs/tags/1.3.0.tar.gz`,
    sha256: '07b3c1ba2c1096878a85a31a5b9b3757427af963b1141ca904db2f9f4afe0bc2',
    debian: { source: 'highway=1.3.0-5.1' },
    build: 'cmake',
    switches: `-DBUILD_TESTING=OFF -DHWY_ENABLE_TESTS=OFF -DHWY_ENABLE_EXAMPLES=OFF
      -DHWY_ENABLE_CONTRIB=OFF`,
  },
  {
    name: 'brotli',
    version: '1.2.0',
    licence: 'MIT',
    texts: ['LICENSE'],
    url: `${GITHUB}/google/brotli/archive/refs/tags/v1.2.0.tar.gz`,
    sha256: '816c96e8e8f193b40151dad7e8ff37b1221d019dbcb9c35cd3fadbfe6477dfec',
    debian: {
      source: 'brotli=1.2.0-4.1',
      sha256: 'eb5f7dadf215d0670665fd81566e1fe2dfdc154d983f09142de7299df4c182e6',
    },
    build: 'cmake',
    leaf: ['libbrotlicommon.a', 'libbrotlidec.a'],
    switches: '-DBROTLI_DISABLE_TESTS=ON -DBROTLI_BUILD_TOOLS=OFF',
  },
  {
    name: 'lcms2',
    version: '2.19.1',
    licence: 'MIT',
    texts: ['LICENSE'],
    url: `${GITHUB}/mm2/Little-CMS/releases/download/lcms2.19.1/lcms2-2.19.1.tar.gz`,
    sha256: 'bfc54f7bab59fbc921012014a8032e4cba4abd46db47d46b76416a8c0b2815c8',
    debian: { source: 'lcms2=2.19.1-1' },
    build: 'lcms2',
    leaf: ['liblcms2.a'],
    switches: `--enable-static --disable-shared --without-jpeg --without-tiff --without-zlib
      --with-pic`,
  },
  {
    name: 'libjxl',
    version: '0.11.2',
    licence: 'BSD-3-Clause',
    texts: ['LICENSE', 'PATENTS'],
    url: `${GITHUB}/libjxl/libjxl/archive/refs/tags/v0.11.2.tar.gz`,
    sha256: 'ab38928f7f6248e2a98cc184956021acb927b16a0dee71b4d260dc040a4320ea',
    debian: { source: 'jpeg-xl=0.11.2-5.1' },
    build: 'cmake',
    // Of the seven x86 instruction sets: SSE2 for all, SSE4, AVX2 and the first AVX-512.
    compile: '-DHWY_DISABLED_TARGETS=(HWY_SSSE3|HWY_AVX3_DL|HWY_AVX3_ZEN4|HWY_AVX3_SPR)',
    switches: `-DBUILD_TESTING=OFF -DJPEGXL_ENABLE_TOOLS=OFF -DJPEGXL_ENABLE_DEVTOOLS=OFF
      -DJPEGXL_ENABLE_DOXYGEN=OFF -DJPEGXL_ENABLE_MANPAGES=OFF -DJPEGXL_ENABLE_BENCHMARK=OFF
      -DJPEGXL_ENABLE_EXAMPLES=OFF -DJPEGXL_ENABLE_SJPEG=OFF -DJPEGXL_ENABLE_OPENEXR=OFF
      -DJPEGXL_ENABLE_JNI=OFF -DJPEGXL_ENABLE_JPEGLI=OFF -DJPEGXL_BUNDLE_LIBPNG=OFF
      -DJPEGXL_ENABLE_SKCMS=OFF -DJPEGXL_FORCE_SYSTEM_HWY=ON -DJPEGXL_FORCE_SYSTEM_BROTLI=ON
      -DJPEGXL_FORCE_SYSTEM_LCMS2=ON -DJPEGXL_ENABLE_TRANSCODE_JPEG=OFF
      -DJPEGXL_ENABLE_TCMALLOC=OFF`,
  },
  {
    name: 'svt-av1',
    version: '2.3.0',
    licence: 'BSD-3-Clause-Clear',
    texts: ['LICENSE.md', 'PATENTS.md'],
    url: 'https://gitlab.com/AOMediaCodec/SVT-AV1/-/archive/v2.3.0/SVT-AV1-v2.3.0.tar.gz',
    sha256: 'ebb0b484ef4a0dc281e94342a9f73ad458496f5d3457eca7465bec943910c6c3',
    debian: {
      source: 'svt-av1=2.3.0+dfsg-1',
      sha256: '815e88cc539c41b8ebd1a6f362f82ab510147635fc6c3edfa35edcfbed302cd8',
    },
    patch: { file: 'c_references.js', apply: shrink('svt-av1'), how: 'sets -O2 for some files' },
    build: 'cmake',
    leaf: ['libSvtAv1Enc.a'],
    switches: `-DBUILD_APPS=OFF -DBUILD_TESTING=OFF -DBUILD_DEC=OFF -DNATIVE=OFF -DSVT_AV1_LTO=OFF
      -DENABLE_AVX512=ON -DENABLE_NASM=ON`,
  },
  {
    name: 'libvpx',
    version: '1.17.0',
    licence: 'BSD-3-Clause',
    texts: ['LICENSE', 'PATENTS'],
    url: `${GITHUB}/webmproject/libvpx/archive/refs/tags/v1.17.0.tar.gz`,
    sha256: '1020f184046187baa2985dbde38e0691f49c44088bca7a1842b0236c6081dc0a',
    debian: { source: 'libvpx=1.17.0-1' },
    build: 'configure',
    leaf: ['libvpx.a'],
    switches: `--enable-pic --disable-shared --enable-static --disable-examples --disable-tools
      --disable-docs --disable-unit-tests --disable-vp8 --enable-vp9-highbitdepth
      --enable-runtime-cpu-detect --disable-webm-io --disable-libyuv`,
  },
  {
    name: 'libaom',
    version: '3.14.1',
    licence: 'BSD-2-Clause',
    texts: ['LICENSE', 'PATENTS'],
    url: 'https://storage.googleapis.com/aom-releases/libaom-3.14.1.tar.gz',
    sha256: '44bf90dbd23e734d50e70a8c41c285193922938bd0d3bc2ee56764d181d55ef5',
    debian: {
      source: 'aom=3.14.1-1',
      sha256: '4ef9882eda023582499511b845f4d4368a34c9886f545a7eea4ca20799d3c161',
    },
    patch: { file: 'c_references.js', apply: shrink('libaom'), how: 'sets -O2 for some files' },
    build: 'cmake',
    leaf: ['libaom.a'],
    switches: `-DENABLE_TESTS=0 -DENABLE_EXAMPLES=0 -DENABLE_TOOLS=0 -DENABLE_DOCS=0
      -DENABLE_TESTDATA=0 -DCONFIG_PIC=1 -DENABLE_NASM=1 -DCONFIG_RUNTIME_CPU_DETECT=1
      -DCONFIG_WEBM_IO=0 -DCONFIG_LIBYUV=0`,
  },
  {
    name: 'x265',
    version: '4.1',
    licence: 'GPL-2.0-or-later',
    gpl: true,
    texts: ['COPYING'],
    url: 'https://bitbucket.org/multicoreware/x265_git/downloads/x265_4.1.tar.gz',
    sha256: 'a31699c6a89806b74b0151e5e6a7df65de4b49050482fe5ebf8a4379d7af8f29',
    debian: {
      source: 'x265=4.1-4',
      sha256: '85abb8a850000bf693947459c42a666a3ecd6de10a2ac6b3c6647554b14d3270',
    },
    patch: { file: 'x265.js', apply: dropInterPrediction, how: 'takes out code that is unused' },
    build: 'x265',
    // What counts is assembly; -O3 makes 2 MB of the C functions of inter prediction.
    compile: '-O2',
    switches: `-DENABLE_SHARED=OFF -DENABLE_CLI=OFF -DENABLE_PIC=ON -DENABLE_LIBNUMA=OFF
      -DENABLE_ASSEMBLY=ON`,
  },
  {
    name: 'ffmpeg',
    version: '9.0.2',
    licence: 'LGPL-2.1-or-later', // GPL-2.0-or-later as configured with x264 and x265
    texts: ['LICENSE.md', 'COPYING.LGPLv2.1', 'COPYING.GPLv2'],
    url: 'https://ffmpeg.org/releases/ffmpeg-9.0.2.tar.xz',
    sha256: '8c3850283eb25fa026482078a04051e0be17347b09ef81a0849bec15a96e002e',
    debian: { source: 'ffmpeg=7:9.0.2-4' },
    build: 'ffmpeg',
    include: 'zlib_by_libdeflate.h',
    switches: `--disable-everything --disable-autodetect --disable-programs --disable-doc
      --disable-debug --disable-avformat --disable-avfilter --disable-avdevice --disable-swscale
      --disable-swresample --disable-network --enable-static --disable-shared --enable-pic
      --enable-zlib --enable-libaom --enable-libsvtav1 --enable-libdav1d --enable-libvpx
      --enable-libwebp --enable-libopenjpeg --enable-libjxl`,
  },
]

module.exports = { LIBRARIES }
