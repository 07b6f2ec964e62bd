#!/usr/bin/env python3
"""Reference values of the picture metrics, in plain numpy and scipy.

Written apart from native/metrics*.cc, from the papers and from pytorch_msssim's definitions, so that
test/metrics*.test.ts compare two implementations. Writes test/fixtures/metrics/reference.json:

    python3 util/reference/metrics_reference.py [FOLDER_WITH_KODIM_PNGS]

Needs numpy, scipy and, for the photographs, the ffmpeg program to read PNG.
"""

import hashlib
import json
import os
import subprocess
import sys

import numpy as np
from scipy.ndimage import correlate1d

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURE = os.path.join(HERE, '..', '..', 'test', 'fixtures', 'metrics', 'reference.json')

# --- pictures: test/helpers/metrics_pictures.ts makes the same ones -------------------------------------


def scramble(index, seed):
    """32 random-looking bits of an index (uint64 arrays that hold uint32 values)."""
    mask = np.uint64(0xFFFFFFFF)
    v = (index * np.uint64(2654435761) + np.uint64(seed * 40503)) & mask
    v ^= v >> np.uint64(15)
    v = (v * np.uint64(2246822519)) & mask
    return v ^ (v >> np.uint64(13))


def pattern(width, height, channels, bits, seed):
    """Triangle waves with noise, [H, W, C]."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(channels), indexing='ij')
    index = ((y * width + x) * channels + c).astype(np.uint64)
    noise = (scramble(index, seed) % np.uint64(64)).astype(np.int64)
    wave = np.abs((x * (3 + c) + y * 5 + seed * 17) % 256 - 128) * 2
    return np.minimum(wave + noise, 255) * ((1 << bits) - 1) // 255


def noisy(a, bits, seed):
    index = np.arange(a.size, dtype=np.uint64).reshape(a.shape)
    step = 1 << (bits - 8)
    shift = (scramble(index, seed + 1) % np.uint64(17)).astype(np.int64) - 8
    return np.clip(a + shift * step, 0, (1 << bits) - 1)


def blocks(a, bits):
    """JPEG-like: what a sample adds to the mean of its 8x8 block is quantised to steps of 24."""
    out = np.empty_like(a)
    height, width, _ = a.shape
    step = 24 << (bits - 8)
    for y in range(0, height, 8):
        for x in range(0, width, 8):
            block = a[y : y + 8, x : x + 8]
            mean = block.sum(axis=(0, 1)) // (block.shape[0] * block.shape[1])
            out[y : y + 8, x : x + 8] = mean + step * ((block - mean + step // 2) // step)
    return np.clip(out, 0, (1 << bits) - 1)


def make(case):
    size = (case['width'], case['height'], case['channels'], case['bits'])
    maximum = (1 << case['bits']) - 1
    a = pattern(*size, case['seed'])
    kind = case['kind']
    if kind == 'noise':
        return a, noisy(a, case['bits'], case['seed'])
    if kind == 'blocks':
        return a, blocks(a, case['bits'])
    if kind == 'same':
        return a, a.copy()
    if kind == 'inverse':
        return a, maximum - a
    if kind == 'other':
        return a, pattern(*size, case['seed'] + 1)
    if kind == 'flat':
        return np.full_like(a, case['levels'][0]), np.full_like(a, case['levels'][1])
    raise ValueError(kind)


def little_endian(picture, bits):
    return picture.astype('<u2' if bits > 8 else 'u1').tobytes()


# --- metrics ------------------------------------------------------------------------------------


def psnr_of(error, maximum):
    return float('inf') if error == 0 else 10 * np.log10(maximum * maximum / error)


def mse(a, b):
    return float(np.mean((a.astype(np.float64) - b) ** 2))


def luma(a):
    return a.astype(np.float64) @ np.array([0.299, 0.587, 0.114])


# ITU-R BT.601-7, 2.5.3: rows Y, Cb, Cr of R, G, B in 0..255; in thousandths of 1/255
BT601 = np.array([[65481, 128553, 24966], [-37797, -74203, 112000], [112000, -93786, -18214]])
PYCODECS = np.array([[65481, 128553, 24944], [-37797, -74203, 112000], [112000, -93786, -18214]])
BIAS = np.array([16, 128, 128])


def ycbcr_codes(rgb, bits):
    """What PyCodecs' examples/example.py means: rounded down, in integers where that is float32."""
    return (rgb.astype(np.int64) @ PYCODECS.T + BIAS * 255000 * (1 << (bits - 8))) // 255000


def weighted(squares):
    return float(np.sum(np.mean(squares, axis=(0, 1)) * np.array([6.0, 1.0, 1.0]) / 8.0))


def psnr_ycbcr(a, b, bits):
    difference = ycbcr_codes(a, bits) - ycbcr_codes(b, bits)
    return psnr_of(weighted(difference.astype(np.float64) ** 2), (1 << bits) - 1)


def psnr_ycbcr_bt601(a, b, bits):
    difference = (a.astype(np.float64) - b) @ (BT601 / 255000.0).T
    return psnr_of(weighted(difference**2), (1 << bits) - 1)


def gaussian():
    x = np.arange(11) - 5
    window = np.exp(-(x**2) / (2 * 1.5**2))
    return window / window.sum()


def smooth(plane):
    """'valid' separable Gaussian; a side below 11 is left as it is (pytorch_msssim)."""
    window = gaussian()
    for axis in (0, 1):
        if plane.shape[axis] >= 11:
            plane = correlate1d(plane, window, axis=axis, mode='constant')
            plane = plane[5:-5] if axis == 0 else plane[:, 5:-5]
    return plane


def ssim_and_cs(x, y, maximum):
    c1, c2 = (0.01 * maximum) ** 2, (0.03 * maximum) ** 2
    mx, my = smooth(x), smooth(y)
    sxx = smooth(x * x) - mx * mx
    syy = smooth(y * y) - my * my
    sxy = smooth(x * y) - mx * my
    cs = (2 * sxy + c2) / (sxx + syy + c2)
    return float(np.mean((2 * mx * my + c1) / (mx * mx + my * my + c1) * cs)), float(np.mean(cs))


def halve(plane):
    """avg_pool2d(kernel 2, padding = side % 2), the zeros counted."""
    plane = np.pad(plane, [(s % 2, s % 2) for s in plane.shape])
    height, width = plane.shape[0] // 2, plane.shape[1] // 2
    return plane[: height * 2, : width * 2].reshape(height, 2, width, 2).mean(axis=(1, 3))


def colours(a):
    return [a[:, :, c].astype(np.float64) for c in range(min(a.shape[2], 3))]


def ssim(a, b, bits):
    maximum = (1 << bits) - 1
    return float(np.mean([ssim_and_cs(x, y, maximum)[0] for x, y in zip(colours(a), colours(b))]))


WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]


def ms_ssim(a, b, bits):
    maximum = (1 << bits) - 1
    values = []
    for x, y in zip(colours(a), colours(b)):
        product = 1.0
        for scale, weight in enumerate(WEIGHTS):
            whole, cs = ssim_and_cs(x, y, maximum)
            product *= max(cs if scale < 4 else whole, 0.0) ** weight
            x, y = halve(x), halve(y)
        values.append(product)
    return float(np.mean(values))


def all_metrics(a, b, bits):
    a, b = a[:, :, :3] if a.shape[2] == 4 else a, b[:, :, :3] if b.shape[2] == 4 else b
    maximum = (1 << bits) - 1
    gray = a.shape[2] == 1
    values = {'mse': mse(a, b), 'psnr': psnr_of(mse(a, b), maximum), 'ssim': ssim(a, b, bits)}
    values['psnr-y'] = values['psnr'] if gray else psnr_of(mse(luma(a), luma(b)), maximum)
    if not gray:
        values['psnr-ycbcr'] = psnr_ycbcr(a, b, bits)
        values['psnr-ycbcr-bt601'] = psnr_ycbcr_bt601(a, b, bits)
    if min(a.shape[:2]) > 160:
        values['ms-ssim'] = ms_ssim(a, b, bits)
    # JSON has no infinity
    return {name: 'Infinity' if v == float('inf') else v for name, v in values.items()}


# --- cases --------------------------------------------------------------------------------------


def case(name, width, height, channels, bits, kind, seed=1, **more):
    return dict(
        name=name, width=width, height=height, channels=channels, bits=bits, kind=kind, seed=seed, **more
    )


CASES = [
    case('one pixel', 1, 1, 3, 8, 'noise'),
    case('tiny RGB', 7, 4, 3, 8, 'noise'),
    case('narrow gray', 5, 40, 1, 8, 'noise'),
    case('flat and wide gray', 64, 10, 1, 8, 'noise'),
    case('the window itself', 11, 11, 3, 8, 'blocks'),
    case('gray', 64, 48, 1, 8, 'noise'),
    case('RGB', 64, 48, 3, 8, 'blocks'),
    case('RGBA', 33, 29, 4, 8, 'noise'),
    case('identical', 200, 170, 3, 8, 'same'),
    case('identical 16 bit', 64, 48, 1, 16, 'same'),
    case('flat, equal', 192, 192, 3, 8, 'flat', levels=[128, 128]),
    case('flat, near', 192, 192, 3, 8, 'flat', levels=[100, 101]),
    case('flat, black and white', 192, 192, 3, 8, 'flat', levels=[0, 255]),
    case('flat, 16 bit', 192, 192, 1, 16, 'flat', levels=[65535, 65000]),
    case('inverse', 192, 176, 3, 8, 'inverse'),
    case('unrelated', 192, 176, 3, 8, 'other'),
    case('odd at every scale', 257, 193, 3, 8, 'blocks', seed=3),
    case('smallest for MS-SSIM', 161, 161, 1, 8, 'noise', seed=5),
    case('10 bit RGB', 199, 163, 3, 10, 'noise'),
    case('12 bit gray', 180, 333, 1, 12, 'blocks'),
    case('16 bit RGB', 176, 170, 3, 16, 'noise', seed=9),
    case('768x512', 768, 512, 3, 8, 'blocks', seed=11),
    case('wider than a strip', 1301, 171, 3, 8, 'noise', seed=13),
]


def synthetic(entry):
    a, b = make(entry)
    digest = hashlib.sha256(little_endian(a, entry['bits']) + little_endian(b, entry['bits']))
    return dict(entry, sha256=digest.hexdigest(), values=all_metrics(a, b, entry['bits']))


def read_png(path):
    probe = ['ffprobe', '-v', 'error', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', path]
    width, height = map(int, subprocess.check_output(probe).decode().strip().split(',')[:2])
    decode = ['ffmpeg', '-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-']
    raw = np.frombuffer(subprocess.check_output(decode), np.uint8)
    return raw.reshape(height, width, 3).astype(np.int64)


def photograph(path):
    a = read_png(path)
    b = noisy(blocks(a, 8), 8, 7)
    return dict(name=os.path.basename(path), seed=7, values=all_metrics(a, b, 8))


def main(folder):
    names = sorted(n for n in os.listdir(folder) if n.endswith('.png')) if folder else []
    reference = {
        'synthetic': [synthetic(c) for c in CASES],
        'photographs': [photograph(os.path.join(folder, n)) for n in names],
    }
    with open(FIXTURE, 'w', encoding='utf-8') as file:
        json.dump(reference, file, indent=1)
        file.write('\n')


if __name__ == '__main__':
    main(sys.argv[1] if len(sys.argv) > 1 else None)
