"""The certificate's page: one HTML template draws the plate and the Word file.

A template prints what `page` gives it. `page.slot(NAME)` is a box that changes from row to row: number, name,
body and date. An office's own folder of templates, named in the settings, comes before ours; a copied page still
extends our `_certificate.html`, or is a whole document by itself.
"""

import base64
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from markupsafe import Markup

from formgen import errors, glyphs, settings
from formgen.awards.wording import Award, Office, beside_settings
from formgen.errors import UnreadableFile, why
from formgen.glyphs import FAMILIES
from formgen.paths import TEMPLATES
from formgen.render.page import LANGUAGE, environment
from formgen.render.shaping import shape

FOLDER = TEMPLATES / "html" / "certificates"
SLOTS = ("number", "name", "body", "date")
# The texts of the settings that are the same on every certificate of an award.
_FIXED = {
    "title": "標題（title）",
    "headline": "獎項行（headline）",
    "closing": "結語（closing）",
    "organisation": "署名機關（organisation）",
    "signer": "職稱與署名（signer_title、signer）",
}
_KNOWN = (
    "award", "closing", "headline", "is_word", "language", "logo", "organisation", "signature", "signer", "signer_title",
    "title",
)  # fmt: skip
# What of a page is no text.
_UNPRINTED = re.compile(r"<style.*?</style>|<!--.*?-->|<[^>]*>", re.DOTALL)
_MM_PER_PT = 25.4 / 72
# The title is smaller than the signer's name, as in certificate.css.
_TITLE = 0.75
_PICTURE = 61.0  # mm, of a signature and the blank before it
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


@dataclass(frozen=True)
class Look:
    """A template that there is: its name, its title, and whether the paper lies on its side."""

    name: str
    title: str
    orientation: str


class Page:
    """What a certificate's template can print."""

    def __init__(self, award: Award, *, word_sizes: Mapping[str, float] | None = None) -> None:
        self._word_sizes = word_sizes
        self.used: list[str] = []
        self.language = LANGUAGE
        self.award, self.title, self.closing = award.name, award.title, award.closing
        self.organisation, self.signer_title, self.signer = (
            award.organisation,
            award.signer_title,
            award.signer,
        )
        self.headline = "" if award.headline == award.title else award.headline
        self.logo, self.signature = _picture(award.logo), _picture(award.signature)
        self.is_word = word_sizes is not None

    def slot(self, name: str, **limits: str | float) -> Markup:
        """The box of `name`: a link that the plate finds, a content control in Word.

        `limits` are the plate's: floor (least size, pt), lines (the most), align, vertical.
        """
        if name not in SLOTS:
            raise KeyError(f"沒有「{name}」這個欄框；有 {'、'.join(SLOTS)}")
        self.used.append(name)
        if self._word_sizes is None:
            said = Markup("").join(
                Markup(' data-{}="{}"').format(key, value) for key, value in limits.items()
            )
            return Markup('<a id="slot.{0}" href="slot:{0}" class="slot {0}"{1}></a>').format(name, said)
        size = self._word_sizes.get(name)
        style = Markup(' style="font-size: {}pt"').format(f"{size:g}") if size else ""
        return Markup('<p class="{0}"{1}><span data-field="={0}"></span></p>').format(name, style)

    def one_line(self, name: str, *, width: float, size: float, floor: float) -> Markup:
        """The style of a text of the settings that stands on one line of `width` mm: `size` pt, or smaller.

        Raises UnreadableFile for one that is too long at `floor` pt: it would push the date onto the frame.
        """
        text = str(getattr(self, name))
        letters = _width(text)
        if name == "signer":
            has_picture = self.signature and not self.is_word
            width, letters = (width - _PICTURE, 0.0) if has_picture else (width, letters)
            letters += _width(self.signer_title) * _TITLE + 1
            text = f"{self.signer_title}　{text}"
        most = width / _MM_PER_PT / (letters or 1)
        if most < floor:
            reason = f"「{self.award}」的{_FIXED[name]}「{text}」太長，縮到 {floor:g} 點還是排不進一行；請縮短，或換一個範本"
            raise UnreadableFile(file=os.environ.get(settings.VARIABLE, ""), reason=reason)
        return Markup("font-size: {}pt; white-space: nowrap").format(f"{min(size, int(most * 2) / 2):g}")


def _width(text: str) -> float:
    """In em."""
    return sum(glyph.advance for glyph in shape(text, FAMILIES))


def _picture(name: str) -> str:
    """The file as a `data:` address, nothing for no file. Raises UnreadableFile."""
    if not name:
        return ""
    path = beside_settings(name)
    kind = _PICTURES.get(path.suffix.lower())
    if kind is None:
        raise UnreadableFile(file=str(path), reason="圖檔只能是 PNG 或 JPEG")
    try:
        return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
    except OSError as error:
        raise UnreadableFile(file=str(path), reason=why(error)) from error


def folders(said: Office) -> tuple[Path, ...]:
    """Where templates are looked for, in this order. Raises UnreadableFile."""
    if not said.templates:
        return (FOLDER,)
    own = beside_settings(said.templates)
    if not own.is_dir():
        raise UnreadableFile(
            file=str(own), reason="[certificates] templates 指的資料夾不存在；路徑從設定檔所在的資料夾算起"
        )
    return own, FOLDER


def render(award: Award, where: Sequence[Path], *, word_sizes: Mapping[str, float] | None = None) -> str:
    """The award's page as one HTML document; with `word_sizes` (pt, by slot) the page for the Word file.

    Raises TemplateError for a page with an unknown name, or without a slot.
    """
    page, name = Page(award, word_sizes=word_sizes), f"{award.template}.html"
    _check_characters(award)
    try:
        text = environment(*where).get_template(name).render(page=page)
    except TemplateNotFound as error:
        names = "、".join(look.name for look in looks(where))
        reason = f"找不到；有 {names}" if error.name == name else f"它要用的「{error.name}」找不到"
        raise errors.TemplateError(template=name, reason=reason) from error
    except (TemplateError, KeyError, AttributeError, ValueError, TypeError) as error:
        raise errors.TemplateError(template=name, reason=_what_is_wrong(error)) from error
    if missing := glyphs.missing(_UNPRINTED.sub("", text)):
        reason = f"{'、'.join(map(glyphs.describe, missing))}沒有字型能印，請換一個字"
        raise errors.TemplateError(template=name, reason=reason)
    if sorted(page.used) != sorted(SLOTS):
        wrong = "、".join(slot for slot in SLOTS if page.used.count(slot) != 1)
        raise errors.TemplateError(template=name, reason=f"每個欄框要正好一次，請檢查 {wrong}")
    return text


def _check_characters(award: Award) -> None:
    """What the settings say and every certificate prints. Raises UnreadableFile for what no font draws."""
    for field in ("title", "headline", "closing", "organisation", "signer_title", "signer"):
        if missing := glyphs.missing(getattr(award, field)):
            said = "、".join(map(glyphs.describe, missing))
            reason = f"[certificates] 「{award.name}」的 {field} 裡的{said}沒有字型能印，請換一個字"
            raise UnreadableFile(file=settings.name(), reason=reason)


def _what_is_wrong(error: Exception) -> str:
    """What Jinja says about a template, in Chinese, and where."""
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 編碼，請另存為 UTF-8"
    if isinstance(error, TemplateSyntaxError):
        return f"第 {error.lineno} 行附近的大括號、百分號寫法不對，或少了 endif、endfor、endblock、endmacro"
    if isinstance(error, UndefinedError):
        found = re.search(r"attribute '(\w+)'|'(\w+)' is undefined", str(error))
        what = (found[1] or found[2]) if found else ""
        known = "、".join(f"page.{name}" for name in _KNOWN)
        return f"沒有「{what}」可以用；可以用的有 {known}、page.slot"
    if isinstance(error, KeyError):
        return str(error.args[0])
    return "有一處大括號裡的寫法不能用，請與我們的範本對照"


def looks(where: Sequence[Path]) -> list[Look]:
    """The templates there are; a page's first line says its title and orientation: ``{# 直式　portrait #}``."""
    found = {}
    for folder in reversed(where):
        for path in sorted(folder.glob("[!_]*.html")):
            # A page that is not UTF-8 is told of when it is used.
            first = path.read_text(encoding="utf-8", errors="replace").partition("\n")[0]
            title, _, orientation = first.strip("{# }").partition("|")
            found[path.stem] = Look(path.stem, title.strip(), orientation.strip())
    return [found[name] for name in sorted(found)]
