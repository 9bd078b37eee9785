"""The first page of a PDF as a small grey picture: `python scripts/first_page.py FILE.pdf PICTURE.png [DPI]`."""

import subprocess
import sys
from pathlib import Path

from PIL import Image

GREYS = 16


def draw(pdf: Path, picture: Path, resolution: int) -> None:
    """Draw the first page of `pdf` with `resolution` dots to the inch; poppler's pdftoppm does it."""
    options = ["-r", str(resolution), "-gray", "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *options, str(pdf), str(picture.with_suffix(""))], check=True)
    with Image.open(picture) as page:
        page.quantize(GREYS).save(picture, optimize=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(sys.argv[2]), *(map(int, sys.argv[3:4] or ["80"])))
