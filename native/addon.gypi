{
  'variables': {
    # Warnings are errors for us, never for those who install the package with a newer compiler.
    'werror%': '<!(node -p "process.env.NODECODECS_WERROR === \'1\' ? 1 : 0")',
  },
  'targets': [
    {
      'target_name': 'nodecodecs',
      'sources': ['<!@(node -p "require(\'./util/sources.js\').join(\' \')")'],
      'include_dirs': ['.', '../build'],  # there: native_sources.h
      'defines': [
        'NAPI_VERSION=9',
        'NODE_ADDON_API_CPP_EXCEPTIONS_ALL',
        'NODE_ADDON_API_DISABLE_DEPRECATED',
        'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
      ],
      'cflags!': ['-fno-exceptions'],
      'cflags_cc!': ['-fno-exceptions', '-fno-rtti', '-std=gnu++17', '-std=gnu++20'],
      'cflags_cc': [
        '-std=c++17',
        '-O3',
        # No fused multiply-add of the compiler's choice: pixels are the same on every machine.
        '-ffp-contract=off',
        '-fexceptions',
        '-fvisibility=hidden',
        '-Wall',
        '-Wextra',
        '-Wpedantic',
        # By require, not by include_dirs: system headers, so that our warnings stay ours.
        '<!@(node -p "require(\'./util/ffmpeg.js\').nodeAddonApi")',
        '<!@(node -p "require(\'./util/ffmpeg.js\').include")',
      ],
      'libraries': ['<!@(node -p "require(\'./util/ffmpeg.js\').libraries")'],
      'conditions': [
        ['werror == 1', {
          'cflags_cc': ['-Werror'],
          'xcode_settings': {'GCC_TREAT_WARNINGS_AS_ERRORS': 'YES'},
        }],
      ],
      'xcode_settings': {
        'CLANG_CXX_LANGUAGE_STANDARD': 'c++17',
        'CLANG_CXX_LIBRARY': 'libc++',
        'GCC_ENABLE_CPP_EXCEPTIONS': 'YES',
        'GCC_ENABLE_CPP_RTTI': 'YES',
        'GCC_OPTIMIZATION_LEVEL': '3',
        'GCC_SYMBOLS_PRIVATE_EXTERN': 'YES',
        'MACOSX_DEPLOYMENT_TARGET': '11.0',
        'OTHER_CPLUSPLUSFLAGS': [
          '-ffp-contract=off',
          '-Wall',
          '-Wextra',
          '-Wpedantic',
          '<!@(node -p "require(\'./util/ffmpeg.js\').nodeAddonApi")',
          '<!@(node -p "require(\'./util/ffmpeg.js\').include")',
        ],
      },
    },
  ],
}
