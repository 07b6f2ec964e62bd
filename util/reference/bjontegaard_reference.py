#!/usr/bin/env python3
"""Reference values of the Bjontegaard deltas, by numpy's and scipy's own interpolation.

Writes test/fixtures/metrics/bjontegaard.json:

    python3 util/reference/bjontegaard_reference.py
"""

import json
import os

import numpy as np
from scipy.interpolate import Akima1DInterpolator, PchipInterpolator

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURE = os.path.join(HERE, '..', '..', 'test', 'fixtures', 'metrics', 'bjontegaard.json')


def antiderivative(method, x, y):
    if method == 'cubic':
        # numpy fits in a scaled window, which keeps the powers well conditioned
        return np.polynomial.Polynomial.fit(x, y, 3).integ()
    interpolator = PchipInterpolator if method == 'pchip' else Akima1DInterpolator
    return interpolator(x, y).antiderivative()


def delta(method, x1, y1, x2, y2):
    """Mean of the second curve minus the first over the x that both have."""
    low, high = max(x1.min(), x2.min()), min(x1.max(), x2.max())
    means = []
    for x, y in ((x1, y1), (x2, y2)):
        order = np.argsort(x)
        primitive = antiderivative(method, x[order], y[order])
        means.append((primitive(high) - primitive(low)) / (high - low))
    return float(means[1] - means[0])


def values(anchor, test):
    r1, q1, r2, q2 = (np.array(c[key]) for c in (anchor, test) for key in ('bpp', 'psnr'))
    l1, l2 = np.log10(r1), np.log10(r2)
    result = {}
    for method in ('cubic', 'pchip', 'akima'):
        result[method] = {
            'bdRate': 100 * (10 ** delta(method, q1, l1, q2, l2) - 1),
            'bdQuality': delta(method, l1, q1, l2, q2),
        }
    return result


def curve(bpp, psnr):
    return {'bpp': bpp, 'psnr': psnr}


CASES = {
    # four points each, as most papers have
    'video, four points': (
        curve([686.76, 309.58, 157.11, 85.95], [40.28, 37.18, 34.24, 31.42]),
        curve([893.34, 407.8, 204.93, 112.75], [40.39, 37.21, 34.17, 31.24]),
    ),
    'VCEG-M33': (
        curve([90.33, 181.03, 332.99, 547.79], [27.95, 31.17, 34.44, 38.11]),
        curve([127.1719, 186.14, 307.2924, 481.5588], [29.9286, 32.4165, 34.7013, 37.4561]),
    ),
    'still picture, nine points': (
        curve(
            [2.99899, 1.99884, 1.49673, 0.99707, 0.745941, 0.596436, 0.495148, 0.29425, 0.244049],
            [48.6681, 43.8357, 41.3982, 38.0124, 35.5122, 33.8673, 32.6658, 29.4505, 28.484],
        ),
        curve(
            [2.997253, 1.968292, 1.472565, 0.994965, 0.748871, 0.58902, 0.499176, 0.296753, 0.249634],
            [48.5637, 43.7318, 41.2727, 38.0001, 35.6375, 33.9057, 32.8318, 29.6851, 28.8244],
        ),
    ),
    'unequal lengths, in no order': (
        curve([0.5, 0.1, 2.0, 1.0, 0.25, 4.0], [33.1, 27.0, 40.2, 36.4, 30.3, 44.9]),
        curve([0.2, 0.9, 0.4, 1.9, 3.3], [30.0, 36.9, 33.0, 40.9, 43.8]),
    ),
    'not monotonic': (
        curve([0.1, 0.2, 0.4, 0.8, 1.6], [27.0, 30.0, 32.5, 35.0, 38.5]),
        curve([0.11, 0.21, 0.4, 0.75, 1.4], [27.5, 31.0, 30.8, 35.5, 38.6]),
    ),
    'corners': (
        curve([0.1, 0.2, 0.4, 0.8, 1.6, 3.2], [30.0, 30.1, 30.2, 37.0, 37.1, 45.0]),
        curve([0.1, 0.2, 0.4, 0.8, 1.6, 3.2], [30.5, 30.7, 33.0, 33.1, 41.0, 46.0]),
    ),
    'straight lines': (
        curve([1.0, 10.0, 100.0, 1000.0], [30.0, 33.0, 36.0, 39.0]),
        curve([2.0, 20.0, 200.0, 2000.0], [30.0, 33.0, 36.0, 39.0]),
    ),
}


def main():
    cases = [
        {'name': name, 'anchor': anchor, 'test': test, 'values': values(anchor, test)}
        for name, (anchor, test) in CASES.items()
    ]
    with open(FIXTURE, 'w', encoding='utf-8') as file:
        json.dump(cases, file, indent=1)
        file.write('\n')


if __name__ == '__main__':
    main()
