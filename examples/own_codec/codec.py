"""A codec of your own: samples in steps of a quality, differences along rows, zlib.

codec.py encode IN.ppm OUT STEP | decode IN OUT.ppm
"""

import re
import sys
import zlib


def encode(source, target, step):
    data = open(source, "rb").read()
    header = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
    width = int(header[1])
    samples = data[header.end():]
    levels = bytes((value + step // 2) // step for value in samples)
    stride = 3 * width
    rows = [levels[i : i + stride] for i in range(0, len(levels), stride)]
    moved = b"".join(
        row[:3] + bytes((a - b) % 256 for a, b in zip(row[3:], row)) for row in rows
    )
    open(target, "wb").write(bytes([step]) + header[1] + b" " + zlib.compress(moved, 9))


def decode(source, target):
    data = open(source, "rb").read()
    step = data[0]
    width, packed = data[1:].split(b" ", 1)
    moved = zlib.decompress(packed)
    stride = 3 * int(width)
    samples = bytearray()
    for start in range(0, len(moved), stride):
        row = bytearray(moved[start : start + stride])
        for i in range(3, stride):
            row[i] = (row[i] + row[i - 3]) % 256
        samples += bytes(min(255, value * step) for value in row)
    header = b"P6\n%s %d\n255\n" % (width, len(moved) // stride)
    open(target, "wb").write(header + samples)


if sys.argv[1] == "encode":
    encode(sys.argv[2], sys.argv[3], int(sys.argv[4]))
else:
    decode(sys.argv[2], sys.argv[3])
