"""Looking into a PDF before it is used: can it be opened, printed and trusted to show what it says?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formgen.errors import BadEvidence, why
from formgen.evidence.boundary import about
from formgen.evidence.pages import paper, seen_size

MOST_PAGES = 2000
# pt. 200 inches, the largest page that PDF programs agree on, and a side so short that no number fits.
LONGEST_SIDE, SHORTEST_SIDE = 14400, 3
_PRINT = "請用看得到內容的軟體開啟，以「列印」存成 PDF 再放入"
UNREADABLE = f"PDF 的結構有錯，讀不出頁面；{_PRINT}"
_PROGRAMS = (b"/S /JavaScript", b"/S /Launch", b"/S /ImportData", b"/S /SubmitForm")
_MEDIA = (
    b"/Subtype /RichMedia",
    b"/Subtype /Movie",
    b"/Subtype /Screen",
    b"/Subtype /Sound",
    b"/Subtype /3D",
)
_OUR_ATTACHMENT = "answers.json"


@dataclass(frozen=True)
class Look:
    """What a PDF is like. One that `must_change` is not handed in as it is."""

    pages: int
    warnings: tuple[str, ...] = ()
    must_change: bool = False
    is_signed: bool = False


def open_pdf(path: Path) -> Any:
    """The PDF, opened by pikepdf. Raises BadEvidence."""
    import pikepdf

    try:
        return pikepdf.open(path)
    except pikepdf.PasswordError as error:
        raise BadEvidence(
            file=path.name, reason="檔案要密碼才能開啟；請解除密碼後另存，或「列印」成 PDF 再放入"
        ) from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise BadEvidence(
            file=path.name, reason="PDF 損壞，打不開；請從原處重新取得，或用原軟體重新存成 PDF"
        ) from error
    except OSError as error:
        raise BadEvidence(file=path.name, reason=why(error)) from error


def count_pages(path: Path) -> int:
    """How many pages a PDF has. Raises BadEvidence."""
    with about(path.name, UNREADABLE), open_pdf(path) as pdf:
        return len(pdf.pages)


def odd_sizes(path: Path) -> list[tuple[int, str]]:
    """The pages that are not A4, either way up: number from 1, and paper (A3, Letter, 210×400 mm). Raises BadEvidence."""
    with about(path.name, UNREADABLE), open_pdf(path) as pdf:
        papers = [(number, paper(page)) for number, page in enumerate(pdf.pages, 1)]
    return [(number, name) for number, name in papers if name != "A4"]


def look(path: Path) -> Look:
    """Look at all that matters on paper and on a disc. Raises BadEvidence."""
    with about(path.name, UNREADABLE), open_pdf(path) as pdf:
        pages = _sound_pages(path.name, pdf)
        _refuse_what_cannot_be_printed(path.name, pdf)
        texts = list(_texts(pdf))
        warnings = list(_warnings(pdf, texts))
        was_repaired = bool(pdf.get_warnings())
        is_signed = is_signed_pdf(texts)
        if was_repaired:
            warnings.append("PDF 有損壞，已修復；請確認每一頁都在")
        must_change = (was_repaired or _is_active(texts)) and not is_signed
        return Look(pages, tuple(warnings), must_change, is_signed)


def _sound_pages(name: str, pdf: Any) -> int:
    count = len(pdf.pages)
    if not count:
        raise BadEvidence(file=name, reason="PDF 裡沒有頁面；請重新存一次")
    if count > MOST_PAGES:
        raise BadEvidence(
            file=name, reason=f"有 {count} 頁，最多 {MOST_PAGES} 頁；請只留需要的頁，或分到幾個編號"
        )
    for number, page in enumerate(pdf.pages, 1):
        sides = seen_size(page)
        if max(sides) > LONGEST_SIDE:
            metres = max(sides) / 72 * 0.0254
            raise BadEvidence(
                file=name,
                reason=f"第 {number} 頁長 {metres:.1f} 公尺，超過 5 公尺；請縮成一般紙張大小再存成 PDF",
            )
        if min(sides) < SHORTEST_SIDE:
            raise BadEvidence(file=name, reason=f"第 {number} 頁沒有大小；{_PRINT}")
    return count


def _refuse_what_cannot_be_printed(name: str, pdf: Any) -> None:
    form = pdf.Root.get("/AcroForm")
    if form is not None and "/XFA" in form:
        raise BadEvidence(
            file=name, reason=f"這是 XFA 表單，各家軟體看到的內容不一樣；{_PRINT}（例如 Adobe Reader）"
        )
    if "/Collection" in pdf.Root:
        raise BadEvidence(
            file=name, reason="這是 PDF 作品集，真正的內容是裡面的檔案；請把它們各別另存成 PDF 再放入"
        )
    undrawn = [field.fully_qualified_name or "?" for field in undrawn_fields(pdf)]
    if undrawn:
        fields = "、".join(undrawn[:5])
        raise BadEvidence(
            file=name,
            reason=f"PDF 表單裡填的字沒有存成看得見的樣子（欄位 {fields}），印出來會是空白；{_PRINT}",
        )


def undrawn_fields(pdf: Any) -> Iterator[Any]:
    """Fields whose text nobody has drawn, and that qpdf cannot draw: it knows Latin letters only."""
    if not pdf.acroform.exists:
        return
    for field in pdf.acroform.fields:
        if not (field.is_text or field.is_choice) or _is_latin(field.value_as_string):
            continue
        if any("/AP" not in one.obj for one in pdf.acroform.get_annotations_for_field(field)):
            yield field


def _is_latin(text: str) -> bool:
    return all(ord(character) < 0x100 for character in text)


def _texts(pdf: Any) -> Iterator[bytes]:
    """Every object as text, streams without what flows in them."""
    import pikepdf

    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream):
            # A number comes as a number of Python.
            values: Iterator[Any] = (value for _, value in one.items())
            yield b" ".join(value.unparse() for value in values if hasattr(value, "unparse"))
        elif isinstance(one, pikepdf.Object):
            yield one.unparse(resolved=True)


def _is_active(texts: list[bytes]) -> bool:
    return any(mark in text for text in texts for mark in _PROGRAMS + _MEDIA)


def _warnings(pdf: Any, texts: list[bytes]) -> Iterator[str]:
    signed = is_signed_pdf(texts)
    if any(mark in text for text in texts for mark in _PROGRAMS):
        yield (
            "裡面有程式（JavaScript 或啟動動作）；檔案有電子簽章，所以沒有移除，收件單位的電腦可能擋下它"
            if signed
            else "裡面有程式（JavaScript 或啟動動作），放入的副本已移除；請確認看到的內容沒有變"
        )
    if any(mark in text for text in texts for mark in _MEDIA):
        yield "裡面有影片、聲音或立體模型，印不出來；請改附畫面或說明"
    attached = [name for name in pdf.attachments if name != _OUR_ATTACHMENT]
    if attached:
        yield f"裡面夾帶檔案（{'、'.join(attached[:5])}），不會印出；要審查的話請另存成獨立的佐證檔案"
    if pdf.is_encrypted and not (pdf.allow.print_highres and pdf.allow.modify_assembly):
        yield "檔案設有權限限制，但不用密碼就能開啟，所以照常加上編號；請確認您有權這樣使用"


def is_signed_pdf(texts: Iterable[bytes]) -> bool:
    """Whether somebody signed it: any change would break the signature."""
    return any(b"/ByteRange" in text and b"/Contents" in text for text in texts)
