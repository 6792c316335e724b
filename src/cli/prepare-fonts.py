"""Draws the digits of fonts as the UCI digits are: 32 x 32 dots, counted in blocks of 4 x 4, so 8 x 8 values of 0 to 16.

Called by prepare-data.sources.mjs: the fonts' files as arguments, a byte a pixel on standard output, font by font, digit
by digit, variant by variant. Every variant is turned, slanted and stretched by a hash of its name, so the outcome is the
same everywhere. Needs Debian's python3-pil.
"""

import hashlib
import math
import os
import sys

from PIL import Image, ImageDraw, ImageFont

VARIANTS = 4
LARGE = 256  # pixels of the drawing before it is shrunk
SIDE = 32


def chances(name):
    """Numbers between -1 and 1 that belong to a name."""
    digest = hashlib.sha256(name.encode()).digest()
    return [int.from_bytes(digest[4 * i : 4 * i + 4], "big") / 2**31 - 1 for i in range(4)]


def drawn(font, digit):
    image = Image.new("L", (2 * LARGE, 2 * LARGE), 0)
    ImageDraw.Draw(image).text((LARGE, LARGE), str(digit), fill=255, font=font, anchor="mm")
    return image


def altered(image, name):
    turn, slant, wide, high = chances(name)
    angle = math.radians(10 * turn)
    cos, sin, shear = math.cos(angle), math.sin(angle), 0.15 * slant
    width, height = 1 + 0.15 * wide, 1 + 0.1 * high
    a, b = cos / width, (sin + shear) / width
    d, e = -sin / height, cos / height
    c = LARGE - a * LARGE - b * LARGE
    f = LARGE - d * LARGE - e * LARGE
    return image.transform(image.size, Image.AFFINE, (a, b, c, d, e, f), resample=Image.BICUBIC)


def fitted(image):
    """As the scanned digits are: as high as the square, or as wide where that is more."""
    box = image.getbbox()
    cut = image.crop(box)
    scale = SIDE / max(cut.size)
    size = [max(1, round(side * scale)) for side in cut.size]
    small = cut.resize(size, Image.BOX)
    square = Image.new("L", (SIDE, SIDE), 0)
    square.paste(small, ((SIDE - size[0]) // 2, (SIDE - size[1]) // 2))
    return square


def counted(square):
    dots = square.load()
    block = SIDE // 8
    return bytes(
        sum(dots[block * x + i, block * y + j] >= 96 for j in range(block) for i in range(block))
        for y in range(8)
        for x in range(8)
    )


for path in sys.argv[1:]:
    font = ImageFont.truetype(path, LARGE)
    for digit in range(10):
        for variant in range(VARIANTS):
            name = f"{os.path.basename(path)}/{digit}/{variant}"
            sys.stdout.buffer.write(counted(fitted(altered(drawn(font, digit), name))))
