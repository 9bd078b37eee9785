"""Where the package keeps its data: in the wheel inside the package, in a checkout beside it."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _data(folder: str) -> Path:
    inside = PACKAGE / folder
    return inside if inside.is_dir() else PACKAGE.parent / folder


FONTS = _data("fonts")
TEMPLATES = _data("templates")
FORMS = PACKAGE / "forms"
