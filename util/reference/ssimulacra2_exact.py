#!/usr/bin/env python3
"""SSIMULACRA 2.1 in plain numpy and double precision, written from the metric's description apart
from native/metrics/ssimulacra2: the values of `ssimulacra2-exact` in
test/fixtures/metrics/perceptual.json.

    python3 util/reference/ssimulacra2_exact.py < PAIRS

A line of PAIRS: width height channels bits fileA fileB, of interleaved samples, little endian.
Prints one score per line. test/helpers/perceptual_pairs.ts makes the fixture's pictures. Needs numpy.
"""

import sys

import numpy as np

# Weights of libjxl's tools/ssimulacra2.cc, version 2.1: channels X, Y, B; six scales each; means of
# the SSIM, artifact and detail lost maps, then the roots of the means of their fourth powers.
WEIGHTS = [
    0, 0.0007376606707406586, 0, 0, 0.0007793481682867309, 0,
    0, 0.0004371155730107379, 0, 1.1041726426657346, 0.00066284834129271, 0.00015231632783718752,
    0, 0.0016406437456599754, 0, 1.8422455520539298, 11.441172603757666, 0,
    0.0007989109436015163, 0.000176816438078653, 0, 1.8787594979546387, 10.94906990605142, 0,
    0.0007289346991508072, 0.9677937080626833, 0, 0.00014003424285435884, 0.9981766977854967, 0.00031949755934435053,
    0.0004550992113792063, 0, 0, 0.0013648766163243398, 0, 0,
    0, 0, 0, 7.466890328078848, 0, 17.445833984131262,
    0.0006235601634041466, 0, 0, 6.683678146179332, 0.00037724407979611296, 1.027889937768264,
    225.20515300849274, 0, 0, 19.213238186143016, 0.0011401524586618361, 0.001237755635509985,
    176.39317598450694, 0, 0, 24.43300999870476, 0.28520802612117757, 0.0004485436923833408,
    0, 0, 0, 34.77906344483772, 44.835625328877896, 0,
    0, 0, 0, 0, 0, 0,
    0, 0.0008680556573291698, 0, 0, 0, 0,
    0, 0.0005313191874358747, 0, 0.00016533814161379112, 0, 0,
    0, 0, 0, 0.0004179171803251336, 0.0017290828234722833, 0,
    0.0020827005846636437, 0, 0, 8.826982764996862, 23.19243343998926, 0,
    95.1080498811086, 0.9863978034400682, 0.9834382792465353, 0.0012286405048278493, 171.2667255897307, 0.9807858872435379,
    0, 0, 0, 0.0005130064588990679, 0, 0.00010854057858411537,
]

MATRIX = np.array(
    [
        [0.30, 0.622, 0.078],
        [0.23, 0.692, 0.078],
        [0.24342268924547819, 0.20476744424496821, 0.55180986650955360],
    ]
)
BIAS = 0.0037930732552754493


def linear(v):
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def xyb(rgb):
    l, m, s = np.moveaxis(np.cbrt(np.maximum(rgb @ MATRIX.T + BIAS, 0)) - np.cbrt(BIAS), -1, 0)
    x, y = (l - m) / 2, (l + m) / 2
    return [14 * x + 0.42, y + 0.01, s - y + 0.55]


def gaussian():
    """The recursive filter's impulse response for sigma 1.5: three cosines (Charalampidis 2016)."""
    beta = [0.17893914164149136, 0.0727261447361903, 0.01295581911051701]
    n = np.arange(-4, 5)
    return sum(b * np.cos(k * np.pi * n / 10) for b, k in zip(beta, (1, 3, 5)))


def blur(plane, taps=gaussian()):
    height, width = plane.shape
    padded = np.pad(plane, ((0, 0), (4, 4)))
    plane = sum(t * padded[:, i : i + width] for i, t in enumerate(taps))
    padded = np.pad(plane, ((4, 4), (0, 0)))
    return sum(t * padded[i : i + height] for i, t in enumerate(taps))


def halved(rgb):
    rgb = np.pad(rgb, ((0, rgb.shape[0] % 2), (0, rgb.shape[1] % 2), (0, 0)), mode='edge')
    return (rgb[0::2, 0::2] + rgb[0::2, 1::2] + rgb[1::2, 0::2] + rgb[1::2, 1::2]) / 4


def maps(p, q):
    mu1, mu2 = blur(p), blur(q)
    s11, s22, s12 = blur(p * p), blur(q * q), blur(p * q)
    numerator = (1 - (mu1 - mu2) ** 2) * (2 * (s12 - mu1 * mu2) + 0.0009)
    ssim = 1 - numerator / ((s11 - mu1 * mu1) + (s22 - mu2 * mu2) + 0.0009)
    edge = (1 + np.abs(q - mu2)) / (1 + np.abs(p - mu1)) - 1
    return [np.maximum(m, 0) for m in (ssim, edge, -edge)]


def score(a, b):
    """Of two linear RGB pictures, [H, W, 3]."""
    scales = []
    for scale in range(6):
        if min(a.shape[:2]) < 8:
            break
        if scale > 0:
            a, b = halved(a), halved(b)
        found = [maps(p, q) for p, q in zip(xyb(a), xyb(b))]
        scales.append(
            [
                [m.mean() for m in three] + [(m**4).mean() ** 0.25 for m in three]
                for three in found
            ]
        )
    norms = [n for channel in range(3) for scale in scales for n in scale[channel]]
    t = 0.9562382616834844 * sum(w * n for w, n in zip(WEIGHTS, norms))
    t = 2.326765642916932 * t - 0.020884521182843837 * t**2 + 6.248496625763138e-05 * t**3
    return 100 - 10 * t**0.6276336467831387 if t > 0 else 100.0


def over(picture, background):
    """Encoded sRGB, 0 to 1, of one to four channels -> linear RGB."""
    if picture.shape[2] == 4:
        alpha = picture[..., 3:]
        picture = alpha * picture[..., :3] + (1 - alpha) * background
    return linear(np.repeat(picture, 3, 2) if picture.shape[2] == 1 else picture)


def compare(line):
    width, height, channels, bits, *paths = line.split()
    dtype = np.uint8 if bits == '8' else np.dtype('<u2')
    shape = (int(height), int(width), int(channels))
    a, b = (np.fromfile(p, dtype).reshape(shape) / (2.0 ** int(bits) - 1) for p in paths)
    grounds = [0.1, 0.9] if channels == '4' else [0]
    return min(score(over(a, g), over(b, g)) for g in grounds)


if __name__ == '__main__':
    for pair in sys.stdin:
        print('%.12g' % compare(pair), flush=True)
