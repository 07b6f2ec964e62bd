#!/usr/bin/env python3
"""Milliseconds that numpy and scipy take for the metrics of two raw 8-bit RGB pictures.

    python3 util/reference/metrics_times.py A B WIDTH HEIGHT REPEATS

Prints JSON, metric -> [ms, value]; the fastest of the repeats. For util/bench/metrics_bench.js.
"""

import json
import sys
import time

import numpy as np

from metrics_reference import ms_ssim, mse, psnr_of, ssim

METRICS = {
    'psnr': lambda a, b: psnr_of(mse(a, b), 255),
    'ssim': lambda a, b: ssim(a, b, 8),
    'ms-ssim': lambda a, b: ms_ssim(a, b, 8),
}


def timed(function, a, b, repeats):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        value = function(a, b)
        times.append(1000 * (time.perf_counter() - start))
    return [min(times), float(value)]


def main(first, second, width, height, repeats):
    shape = (int(height), int(width), 3)
    a, b = (np.fromfile(path, np.uint8).reshape(shape) for path in (first, second))
    results = {name: timed(f, a, b, int(repeats)) for name, f in METRICS.items()}
    print(json.dumps(results))


if __name__ == '__main__':
    main(*sys.argv[1:])
