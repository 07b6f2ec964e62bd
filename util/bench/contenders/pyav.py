"""PyAV with the same options: what PyCodecs calls. A child process of run.js."""

import json
import sys
import time

import av
import numpy as np

av.logging.set_level(av.logging.PANIC)


class Cannot(Exception):
    """There is no such thing to measure; any other exception is a fault."""


def pixel_format(plan):
    """The format with the range in its name: this PyAV cannot ask swscale for full range otherwise."""
    name = plan["pixelFormat"]
    takes_yuvj = plan["encoder"] in ("libx264", "libx265", "mjpeg")
    if plan["range"] == "full" and name.startswith("yuv4") and takes_yuvj:
        return name.replace("yuv", "yuvj")
    return name


def interpolation(name):
    return "POINT" if "444" in name else "BICUBIC"


def options_of(plan):
    """AVFrame.quality is out of reach here; qmin = qmax says the same to the encoders that read it."""
    options = dict(plan["options"])
    if "global_quality" in options:
        options["qmin"] = options["qmax"] = str(int(options["global_quality"]) // 118)
    return options


def encoder(trial):
    plan, width, height = trial["plan"], trial["width"], trial["height"]
    name = pixel_format(plan)
    rgb = np.fromfile(trial["rgb"], np.uint8).reshape(height, width, 3)

    def once():
        context = av.CodecContext.create(plan["encoder"], "w")
        context.width, context.height, context.pix_fmt = width, height, name
        context.time_base, context.framerate = "1/25", 25
        context.options = options_of(plan)
        frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
        if name != "rgb24":
            frame = frame.reformat(format=name, interpolation=interpolation(name))
        frame.pts = 0
        return b"".join(bytes(p) for p in context.encode(frame) + context.encode(None))

    return once


def decoder(trial):
    plan = trial["plan"]
    with open(trial["stream"], "rb") as file:
        stream = file.read()

    def once():
        context = av.CodecContext.create(plan["decoder"], "r")
        context.thread_count = 1
        context.options = plan["options"]
        frames = context.decode(av.Packet(stream)) or context.decode(None)
        frame = frames[0]
        if frame.format.name != "rgb24":
            frame = frame.reformat(format="rgb24", interpolation=interpolation(frame.format.name))
        return frame.to_ndarray()

    return once


def timed(once):
    start = time.perf_counter()
    result = once()
    return result, (time.perf_counter() - start) * 1000


def load(trial):
    if trial["plan"]["engine"] == "jpeg":
        raise Cannot("it has no libjpeg-turbo; see mjpeg-444")
    encodes = trial["direction"] == "encode"
    once = (encoder if encodes else decoder)(trial)
    result, ms = timed(once)
    with open(trial["outcome"], "wb") as file:
        file.write(result if encodes else result.tobytes())
    size = len(result) if encodes else result.size
    return once, {"bytes": size, "ms": ms, "kind": "stream" if encodes else "rgb"}


def main():
    once = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "load":
                once, reply = load(request)
            else:
                reply = {"ms": [timed(once)[1] for _ in range(request["times"])]}
        except Cannot as why:
            reply = {"skip": str(why)}
        except Exception as error:  # whatever it is, run.js shows it instead of a time
            reply = {"fault": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


main()
