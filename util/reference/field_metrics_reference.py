"""Reference values of the metrics that JPEG AI and AOM report, by numpy and scipy.

    python3 util/reference/field_metrics_reference.py

writes test/fixtures/metrics/field.json: values for the generated pictures of metrics_reference.py.
Written from the papers and the authors' MATLAB, in double precision, apart from the C++: whole
arrays, two-dimensional windows, numpy's FFT and eigenvalues. Needs numpy and scipy.
"""

import json
import os

import numpy as np
from scipy.ndimage import correlate
from scipy.signal import convolve2d

from metrics_reference import CASES, make

FIXTURE = os.path.join(
    os.path.dirname(__file__), '..', '..', 'test', 'fixtures', 'metrics', 'field.json'
)


# --- luma ---------------------------------------------------------------------------------------


def rgb(a):
    return np.repeat(a, 3, axis=2) if a.shape[2] == 1 else a[..., :3]


def gray(a, bits):
    return rgb(a) @ np.array([0.299, 0.587, 0.114]) * (255 / (2**bits - 1))


def jpeg_ai(a, bits, white):
    ten = np.rint(rgb(a) * (1023 / (2**bits - 1)))
    # integers: a half is a half
    luma = ten.astype(np.int64) @ np.array([2126, 7152, 722])
    return np.rint(luma / 10000) * (white / 1023)


# --- windows ------------------------------------------------------------------------------------


def gaussian(size, sigma):
    y, x = np.mgrid[0:size, 0:size] - (size - 1) / 2
    window = np.exp(-(x * x + y * y) / (2 * sigma * sigma))
    return window / window.sum()


def valid(plane, window):
    return convolve2d(plane, window, mode='valid')


def moments(x, y, window):
    mx, my = valid(x, window), valid(y, window)
    xx = np.maximum(valid(x * x, window) - mx * mx, 0)
    yy = np.maximum(valid(y * y, window) - my * my, 0)
    return mx, my, xx, yy, valid(x * y, window) - mx * my


# --- metrics ------------------------------------------------------------------------------------


def vif(x, y):
    """vifp_mscale.m"""
    kept = whole = 0.0
    for scale in range(1, 5):
        size = 2 ** (5 - scale) + 1
        window = gaussian(size, size / 5)
        if scale > 1:
            x, y = valid(x, window)[::2, ::2], valid(y, window)[::2, ::2]
        _, _, xx, yy, xy = moments(x, y, window)
        g = xy / (xx + 1e-10)
        sv = yy - g * xy
        flat = xx < 1e-10
        g[flat], sv[flat], xx[flat] = 0, yy[flat], 0
        flat = yy < 1e-10
        g[flat], sv[flat] = 0, 0
        turned = g < 0
        sv[turned], g[turned] = yy[turned], 0
        sv = np.maximum(sv, 1e-10)
        kept += np.log10(1 + g * g * xx / (sv + 2)).sum()
        whole += np.log10(1 + xx / 2).sum()
    return kept / whole


def same(plane, window):
    return convolve2d(plane, window, mode='same')


def shrunk(plane, size):
    return plane if size == 1 else same(plane, np.ones((size, size)) / size**2)[::size, ::size]


def magnitude(plane, column):
    window = np.outer(column, [1, 0, -1])
    return np.hypot(same(plane, window), same(plane, window.T))


def similarity(a, b, c):
    return (2 * a * b + c) / (a * a + b * b + c)


def gmsd(x, y):
    """GMSD.m. MATLAB's conv2(..., 'same') of an even window begins one sample later than scipy's."""
    prewitt = np.array([1, 1, 1]) / 3

    def half(plane):
        h, w = plane.shape
        full = convolve2d(plane, np.ones((2, 2)) / 4)
        return full[1 : h + 1 : 2, 1 : w + 1 : 2]

    return np.std(similarity(magnitude(half(x), prewitt), magnitude(half(y), prewitt), 170), ddof=1)


def frequencies(n):
    steps = np.arange(n) - n // 2
    return steps / (n - 1) if n % 2 else steps / n


def phase_congruency(plane):
    """phasecong2 of FeatureSIM.m: Kovesi's, 4 scales, 4 orientations."""
    rows, cols = plane.shape
    u, v = np.meshgrid(frequencies(cols), frequencies(rows))
    radius = np.fft.ifftshift(np.hypot(u, v))
    theta = np.fft.ifftshift(np.arctan2(-v, u))
    low = 1 / (1 + (radius / 0.45) ** 30)
    radius[0, 0] = 1
    gabor = []
    for scale in range(4):
        one = np.exp(-(np.log(radius * 6 * 2**scale) ** 2) / (2 * np.log(0.55) ** 2)) * low
        one[0, 0] = 0
        gabor.append(one)
    spectrum = np.fft.fft2(plane)
    energy_all = amplitude_all = 0
    for orientation in range(4):
        angle = orientation * np.pi / 4
        sine = np.sin(theta) * np.cos(angle) - np.cos(theta) * np.sin(angle)
        cosine = np.cos(theta) * np.cos(angle) + np.sin(theta) * np.sin(angle)
        distance = np.abs(np.arctan2(sine, cosine))
        spread = np.exp(-(distance**2) / (2 * (np.pi / 4 / 1.2) ** 2))
        filters = [one * spread for one in gabor]
        answers = [np.fft.ifft2(spectrum * one) for one in filters]
        total = sum(answers)
        amplitude = sum(np.abs(one) for one in answers)
        norm = np.abs(total) + 1e-4
        even, odd = total.real / norm, total.imag / norm
        energy = sum(
            one.real * even + one.imag * odd - np.abs(one.real * odd - one.imag * even)
            for one in answers
        )
        noise = -np.median(np.abs(answers[0]) ** 2) / np.log(0.5) / (filters[0] ** 2).sum()
        kernels = [np.fft.ifft2(one).real * np.sqrt(rows * cols) for one in filters]
        squares = sum((one**2).sum() for one in kernels)
        pairs = sum(
            (kernels[i] * kernels[j]).sum() for i in range(3) for j in range(i + 1, 4)
        )
        tau = np.sqrt((2 * noise * squares + 4 * noise * pairs) / 2)
        threshold = (tau * np.sqrt(np.pi / 2) + 2 * np.sqrt((2 - np.pi / 2) * tau**2)) / 1.7
        energy_all = energy_all + np.maximum(energy - threshold, 0)
        amplitude_all = amplitude_all + amplitude
    return energy_all / amplitude_all


def fsim(a, b, bits):
    """FeatureSIM.m: FSIMc of RGB, FSIM of gray."""
    yiq = np.array([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
    size = max(1, int(np.floor(min(a.shape[:2]) / 256 + 0.5)))

    def planes(picture):
        scaled = rgb(picture) * (255 / (2**bits - 1))
        # an even window of MATLAB's begins one sample later than scipy's
        shift = (size + 1) % 2
        out = []
        for row in yiq:
            plane = np.pad(scaled @ row, ((0, shift), (0, shift)))
            h, w = picture.shape[:2]
            out.append(
                plane[:h, :w]
                if size == 1
                else same(plane, np.ones((size, size)) / size**2)[shift:, shift:][
                    :h:size, :w:size
                ]
            )
        return out

    p, q = planes(a), planes(b)
    phase_p, phase_q = phase_congruency(p[0]), phase_congruency(q[0])
    scharr = np.array([3, 10, 3]) / 16
    both = similarity(phase_p, phase_q, 0.85) * similarity(
        magnitude(p[0], scharr), magnitude(q[0], scharr), 160
    )
    weight = np.maximum(phase_p, phase_q)
    if a.shape[2] > 1:
        chroma = similarity(p[1], q[1], 200) * similarity(p[2], q[2], 200)
        both = both * np.real(chroma.astype(complex) ** 0.03)
    return (both * weight).sum() / weight.sum()


BINOMIAL = np.array([0.05, 0.25, 0.4, 0.25, 0.05])


def nlpd(x, y):
    """As alexhepburn/nlpd-tensorflow and the JPEG AI framework."""
    weights = [
        [0.0248, 0.1011, 0.1493, 0.1460, 0.1015],
        [0.0185, 0.0757, 0.1986, 0.1846, 0.0837],
        [0.0179, 0.0477, 0.2138, 0.2243, 0.0467],
        [0.0191, 0, 0.2503, 0.2616, 0],
        [0.0220, 0, 0.2598, 0.2552, 0],
        [0.2782, 0, 0.2215, 0.0717, 0],
    ]
    window = np.outer(BINOMIAL, BINOMIAL)

    def doubled(plane):
        def along(n):
            position = np.arange(2 * n) * ((n - 1) / (2 * n - 1))
            low = np.minimum(position.astype(int), max(n - 2, 0))
            matrix = np.zeros((2 * n, n))
            for i in range(2 * n):
                matrix[i, low[i]] += 1 - (position[i] - low[i])
                if n > 1:
                    matrix[i, low[i] + 1] += position[i] - low[i]
            return matrix

        return along(plane.shape[0]) @ plane @ along(plane.shape[1]).T

    def bands(plane):
        out = []
        for constant, up, left, right, down in weights:
            smaller = correlate(plane, window, mode='mirror')[::2, ::2]
            coarse = correlate(doubled(smaller), window, mode='mirror')
            band = plane - coarse[: plane.shape[0], : plane.shape[1]]
            around = np.array([[0, up, 0], [left, 0, right], [0, down, 0]])
            out.append(band / (constant + correlate(np.abs(band), around, mode='mirror')))
            plane = smaller
        return out

    pairs = zip(bands(x), bands(y))
    return float(np.mean([np.sqrt(np.mean((p - q) ** 2)) for p, q in pairs]))


def laplacian(plane):
    """pyrtools' LaplacianPyramid(height=5): binomial window, gain 2 a level, mirrored edges."""
    taps = np.sqrt(2) * np.array([1, 4, 6, 4, 1]) / 16
    window = np.outer(taps, taps)
    out = []
    for _ in range(4):
        smaller = correlate(plane, window, mode='mirror')[::2, ::2]
        spread = np.zeros(plane.shape)
        spread[::2, ::2] = smaller
        out.append(plane - correlate(spread, window, mode='mirror'))
        plane = smaller
    return out + [plane]


def enlarged(plane):
    """imenlarge2 of IW-SSIM: four times, bilinear, a line extrapolated around, every second one."""
    rows, cols = plane.shape

    def along(n):
        position = np.arange(4 * n - 3) / 4
        low = np.minimum(position.astype(int), max(n - 2, 0))
        matrix = np.zeros((4 * n - 1, n))
        for i in range(4 * n - 3):
            matrix[i + 1, low[i]] += 1 - (position[i] - low[i])
            if n > 1:
                matrix[i + 1, low[i] + 1] += position[i] - low[i]
        matrix[0] = 2 * matrix[1] - matrix[2]
        matrix[-1] = 2 * matrix[-2] - matrix[-3]
        return matrix[::2]

    return along(rows) @ plane @ along(cols).T


def information(x, y, parent):
    window = np.ones((3, 3)) / 9

    def mean(plane):
        return correlate(plane, window, mode='constant')

    mx, my = mean(x), mean(y)
    xy = mean(x * y) - mx * my
    xx = np.maximum(mean(x * x) - mx * mx, 0)
    yy = np.maximum(mean(y * y) - my * my, 0)
    tiny = 1e-15
    g = xy / (xx + tiny)
    vv = yy - g * xy
    g[xx < tiny], vv[xx < tiny] = 0, yy[xx < tiny]
    g[yy < tiny], vv[yy < tiny] = 0, 0
    rows, cols = x.shape[0] - 2, x.shape[1] - 2
    columns = [x[i : i + rows, j : j + cols].ravel() for i in range(3) for j in range(3)]
    if parent is not None:
        columns.append(enlarged(parent)[1 : rows + 1, 1 : cols + 1].ravel())
    samples = np.stack(columns, 1)
    covariance = samples.T @ samples / len(samples)
    values, vectors = np.linalg.eigh(covariance)
    positive = np.where(values > 0, values, 0)
    rebuilt = vectors @ np.diag(positive * values.sum() / positive.sum()) @ vectors.T
    ss = ((samples @ np.linalg.inv(rebuilt)) * samples).sum(1) / samples.shape[1]
    ss, g, vv = ss.reshape(rows, cols), g[1:-1, 1:-1], vv[1:-1, 1:-1]
    noise = 0.4
    out = sum(
        np.log2(1 + ((vv + (1 + g * g) * noise) * ss * value + noise * vv) / noise**2)
        for value in values
    )
    return np.where(out < tiny, 0, out)


def iw_ssim(x, y):
    """Jack-guo-xy/Python-IW-SSIM, which the JPEG AI framework takes."""
    window = gaussian(11, 1.5)
    c1, c2 = 2.55**2, 7.65**2
    p, q = laplacian(x), laplacian(y)
    value = 1.0
    for scale, exponent in enumerate([0.0448, 0.2856, 0.3001, 0.2363, 0.1333]):
        mx, my, xx, yy, xy = moments(p[scale], q[scale], window)
        terms = (2 * xy + c2) / (xx + yy + c2)
        if scale == 4:
            terms = terms * (2 * mx * my + c1) / (mx * mx + my * my + c1)
            value *= np.abs(terms.mean()) ** exponent
        else:
            weight = information(p[scale], q[scale], p[scale + 1] if scale < 3 else None)
            weight = weight[4:-4, 4:-4]
            value *= np.abs((terms * weight).sum() / weight.sum()) ** exponent
    return value


def lab(a, bits):
    v = a[..., :3] / (2**bits - 1)
    linear = np.where(v > 0.04045, ((v + 0.055) / 1.055) ** 2.4, v / 12.92)
    # the primaries of BT.709 and white D65, as colour science derives them
    primaries = np.array([[0.64, 0.3, 0.15], [0.33, 0.6, 0.06], [0.03, 0.1, 0.79]])
    white = np.array([0.95047, 1, 1.08883])
    matrix = primaries * np.linalg.solve(primaries, white)
    xyz = linear @ matrix.T / white
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack(
        [116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1
    )


def delta_e2000(p, q):
    """Sharma, Wu, Dalal 2005, in degrees as they write it."""
    l1, a1, b1 = np.moveaxis(p, -1, 0)
    l2, a2, b2 = np.moveaxis(q, -1, 0)
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    neutral = c1 * c2 == 0
    dh = np.where(neutral, 0, (h2 - h1 + 180) % 360 - 180)
    dh = np.where(~neutral & (h2 - h1 == 180), 180, dh)
    hue = np.where(neutral, h1 + h2, (h1 + dh / 2) % 360)
    dl, dc = l2 - l1, c2 - c1
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh) / 2)
    l, c = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.2 * np.cos(np.radians(4 * hue - 63))
    )
    sl = 1 + 0.015 * (l - 50) ** 2 / np.sqrt(20 + (l - 50) ** 2)
    sc, sh = 1 + 0.045 * c, 1 + 0.015 * c * t
    turn = 30 * np.exp(-(((hue - 275) / 25) ** 2))
    rt = -np.sin(np.radians(2 * turn)) * 2 * np.sqrt(c**7 / (c**7 + 25.0**7))
    return np.sqrt(
        (dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh)
    )


# From the 34 pairs of Sharma, Wu, Dalal 2005, table 1.
SHARMA = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (61, -5, 29), 22.8977),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


def check_published():
    for p, q, wanted in SHARMA:
        value = delta_e2000(np.array(p, float), np.array(q, float))
        assert abs(value - wanted) < 5e-5, (p, q, value, wanted)


# --- pictures -----------------------------------------------------------------------------------


def values(a, b, bits, inverse):
    x, y = gray(a, bits), gray(b, bits)
    unit = jpeg_ai(a, bits, 1), jpeg_ai(b, bits, 1)
    side = min(a.shape[:2])
    out = {'gmsd': gmsd(x, y), 'fsim': fsim(a, b, bits)}
    if side >= 41:
        out['vif'] = vif(x, y)
    if side >= 65:
        out['nlpd'] = nlpd(*unit)
    if side >= 161:
        out['iw-ssim'] = iw_ssim(255 * unit[0], 255 * unit[1])
    if a.shape[2] > 1:
        out['delta-e2000'] = delta_e2000(lab(a, bits), lab(b, bits)).mean()
    if inverse:  # of YIQ in opposite signs: zero to the power of 0.03 is what rounding makes of it
        del out['fsim']
    return {name: float(value) for name, value in out.items()}


def usable(case):
    return case['kind'] in ('noise', 'blocks', 'inverse', 'other') and min(
        case['width'], case['height']
    ) >= 41


def main():
    check_published()
    cases = []
    for case in filter(usable, CASES):
        a, b = make(case)
        cases.append({'name': case['name'], 'values': values(a, b, case['bits'], case['kind'] == 'inverse')})
    with open(FIXTURE, 'w', encoding='utf-8') as file:
        json.dump(cases, file, indent=1)
        file.write('\n')


if __name__ == '__main__':
    main()
