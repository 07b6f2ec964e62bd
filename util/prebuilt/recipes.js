'use strict'
// How each kind of library is built: functions from a row of libraries.js and the places `at`
// (source, build, prefix, jobs, gpl) to the lines of a shell script that runs in at.build.

const words = (text) => text.trim().split(/\s+/).join(' ')

const CMAKE = [
  'cmake -G Ninja -DCMAKE_BUILD_TYPE=Release',
  // The level of optimisation is in CFLAGS; CMake's own default would come after it.
  '-DCMAKE_C_FLAGS_RELEASE=-DNDEBUG -DCMAKE_CXX_FLAGS_RELEASE=-DNDEBUG',
  '-DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DBUILD_SHARED_LIBS=OFF',
].join(' ')

function cmakeConfigure(row, at, folder = '.') {
  const places = `-DCMAKE_INSTALL_PREFIX=${at.prefix} -DCMAKE_PREFIX_PATH=${at.prefix}`
  return `${CMAKE} ${places} ${at.source}/${folder} ${words(row.switches)}`
}

/** What a library needs beside its switches: an included file, a word for the compiler. */
function flags(row, at) {
  const added = []
  if (row.include) added.push(`-include ${at.files}/${row.include}`)
  if (row.compile) added.push(`'${row.compile}'`)
  if (added.length === 0) return []
  const text = added.join(' ')
  return [`export CFLAGS="$CFLAGS ${text}"`, `export CXXFLAGS="$CXXFLAGS ${text}"`]
}

/** The line that makes one archive of several. */
function joined(result, archives) {
  if (process.platform === 'darwin') return `libtool -static -o ${result} ${archives.join(' ')}`
  const lines = [`CREATE ${result}`, ...archives.map((path) => `ADDLIB ${path}`), 'SAVE', 'END']
  return `printf '${lines.join('\\n')}\\n' | ar -M`
}

const RECIPES = {
  cmake: (row, at) => [
    ...flags(row, at),
    cmakeConfigure(row, at),
    `ninja -j${at.jobs}`,
    'ninja install',
  ],

  meson: (row, at) => [
    `meson setup . ${at.source} --prefix=${at.prefix} --libdir=lib --buildtype=release ` +
      `--default-library=static ${words(row.switches)}`,
    `ninja -j${at.jobs}`,
    'ninja install',
  ],

  configure: (row, at) => [
    `${at.source}/configure --prefix=${at.prefix} ${words(row.switches)}`,
    `make -j${at.jobs}`,
    'make install',
  ],

  // Its configure writes into the source folder.
  zlib: (row, at) => [
    `cp -r ${at.source}/. .`,
    `./configure --static --prefix=${at.prefix}`,
    `make -j${at.jobs} libz.a`,
    'make install',
  ],

  x264: (row, at) => [
    `${at.source}/configure --prefix=${at.prefix} ${words(row.switches)} --extra-cflags="$CFLAGS"`,
    `make -j${at.jobs}`,
    'make install',
  ],

  // The library without its programs, which would be built with it.
  lcms2: (row, at) => [
    `${at.source}/configure --prefix=${at.prefix} --libdir=${at.prefix}/lib ${words(row.switches)}`,
    `make -j${at.jobs} -C src`,
    'make -C src install',
    'make -C include install',
    'make install-pkgconfigDATA',
  ],

  // Three builds, one per depth, in one archive: the 8-bit one has the public functions.
  x265: (row, at) => {
    const build = (depth, more) => [
      `mkdir -p ${depth}`,
      `(cd ${depth} && ${cmakeConfigure(row, at, 'source')} ${more} && ninja -j${at.jobs})`,
    ]
    const one = (depth) => `${at.build}/${depth}/libx265.a`
    return [
      ...flags(row, at),
      ...build('12', '-DHIGH_BIT_DEPTH=ON -DMAIN12=ON -DEXPORT_C_API=OFF'),
      ...build('10', '-DHIGH_BIT_DEPTH=ON -DEXPORT_C_API=OFF'),
      ...build('8', `-DLINKED_10BIT=ON -DLINKED_12BIT=ON "-DEXTRA_LIB=${one('10')};${one('12')}"`),
      '(cd 8 && ninja install)',
      joined(`${at.prefix}/lib/libx265.a`, ['8', '10', '12'].map(one)),
    ]
  },

  ffmpeg: (row, at) => [
    ...flags(row, at),
    [
      `${at.source}/configure --prefix=${at.prefix} ${words(row.switches)} ${coders(at)}`,
      at.gpl ? '--enable-gpl --enable-libx264 --enable-libx265' : '',
      '--pkg-config-flags=--static --extra-cflags="$CPPFLAGS $CFLAGS"',
      `--extra-ldflags=-L${at.prefix}/lib --extra-libs="$CXXLIB -lpthread -lm -ldl"`,
    ].join(' '),
    `make -j${at.jobs}`,
    'make install',
  ],
}

/** The encoders and decoders of the codec table, and rawvideo, which the ffmpeg backend uses. */
function coders(at) {
  const gpl = at.gpl ? 'libx264,libx264rgb,libx265,' : ''
  return [
    `--enable-encoder=${gpl}libaom_av1,libsvtav1,libvpx_vp9,libwebp,libopenjpeg,libjxl,mjpeg,` +
      'jpeg2000,png,qoi,tiff,bmp,pgm,ppm,pam,rawvideo',
    '--enable-decoder=rawvideo,h264,hevc,vp9,webp,mjpeg,jpeg2000,png,qoi,tiff,bmp,pgm,ppm,pam,' +
      'libdav1d,libaom_av1,libvpx_vp9,libjxl,vvc,jpegls,targa,gif,sgi,pcx,dpx',
    // filter_units refuses a format unless its reader is there: the others bring those.
    '--enable-bsf=filter_units,h264_metadata,hevc_metadata,vvc_metadata',
  ].join(' ')
}

/** The shell lines that build and install a row. */
function recipe(row, at) {
  const lines = RECIPES[row.build](row, at)
  const { pkgconfig } = row
  if (pkgconfig) {
    lines.push(`sed -i.bak '${pkgconfig.sed}' ${at.prefix}/lib/pkgconfig/${pkgconfig.file}`)
  }
  return lines
}

module.exports = { recipe }
