"""Content controls (`w:sdt`): how each kind of field stands in a Word form.

The tag of a control is the path of its field; a mark's is ``path=value``. An empty control shows blanks
from the glossary part, never a prompt: a blank form must print clean.
"""

from copy import deepcopy

from formgen.questions import Question
from formgen.render.word.styles import chinese, for_text
from formgen.render.word.xml import W14, W15, Element, tag, text, w

BLANK = "\u3000"
COMPUTED = "計算值"
LONGEST_TAG = 64


def placeholder_name(width: int) -> str:
    """The glossary's name for so many blanks."""
    return f"Blank{width}"


def field(path: str, question: Question | None, run_style: Element | None, shown: str, width: int) -> Element:
    """A control inside a line; `question` is None for a computed value."""
    style = chinese(run_style)
    return _control(
        path,
        question.label if question else COMPUTED,
        _kind(question, is_plain=run_style is None),
        [_run(style, shown or BLANK * width)],
        run_style=style,
        placeholder=w("placeholder", w("docPart", val=placeholder_name(width))),
    )


def lines(path: str, question: Question, paragraph: Element) -> Element:
    """A control of whole paragraphs, for answers of several lines."""
    placeholder = w("placeholder", w("docPart", val=placeholder_name(1)))
    return _control(path, question.label, None, [paragraph], placeholder=placeholder)


def mark(path: str, label: str, run_style: Element | None, on: str, off: str) -> Element:
    """A check box drawn as `on` or `off`; where a mark is a word, a drop-down of that one word."""
    run_style = for_text(run_style, on + off)
    if len(on) == 1 and len(off) == 1:
        box = tag(
            W14,
            "checkbox",
            tag(W14, "checked", val=0),
            tag(W14, "checkedState", val=f"{ord(on):04X}", font=_font(on)),
            tag(W14, "uncheckedState", val=f"{ord(off):04X}", font=_font(off)),
        )
        return _control(path, label, box, [_run(run_style, off)], run_style=run_style)
    placeholder = w("placeholder", w("docPart", val=placeholder_name(1)))
    return _control(
        path, label, _choices([on]), [_run(run_style, BLANK)],
        run_style=run_style, placeholder=placeholder,
    )  # fmt: skip


def repeating(path: str, label: str, rows: list[Element]) -> Element:
    """Rows that a person can add to in Word (`w15:repeatingSection`)."""
    items = [_control("", "", tag(W15, "repeatingSectionItem"), [row], lock=False) for row in rows]
    return _control(path, label, tag(W15, "repeatingSection"), items, lock=False)


def part(path: str, label: str, blocks: list[Element]) -> Element:
    """A part of the form that not everybody needs; it may be deleted."""
    return _control(path, label, None, blocks, lock=False)


def _control(  # noqa: PLR0913 - all that the schema lists, in one place
    path: str, label: str, kind: Element | None, content: list[Element], *,
    run_style: Element | None = None, placeholder: Element | None = None, lock: bool = True,
) -> Element:  # fmt: skip
    """`w:sdt`, its properties in the order of the schema. Ids are numbered when the document is complete."""
    if len(path) > LONGEST_TAG:
        raise ValueError(f"Word allows {LONGEST_TAG} characters in a tag: {path}")
    properties = w(
        "sdtPr",
        _copy(run_style),
        w("alias", val=label[:LONGEST_TAG]) if label else None,
        w("tag", val=path) if path else None,
        w("id", val=0),
        w("lock", val="sdtLocked") if lock else None,
        placeholder,
        w("showingPlcHdr") if placeholder is not None else None,
        kind,
    )
    return w("sdt", properties, w("sdtContent", *content))


def _kind(question: Question | None, *, is_plain: bool) -> Element | None:
    """The kind of a control; text that has a style of its own is rich, since LibreOffice 7 drops it from plain."""
    if question and question.kind.name == "choice":
        return _choices(list(question.choices), "comboBox" if question.kind.is_open else "dropDownList")
    if question and question.kind.name in ("date", "month"):
        return _date("e年M月d日" if question.kind.name == "date" else "e年M月")
    return w("text") if is_plain else None


def _choices(values: list[str], kind: str = "dropDownList") -> Element:
    return w(kind, *(w("listItem", displayText=value, value=value) for value in values))


def _date(pattern: str) -> Element:
    """A date of the Republic's calendar."""
    return w(
        "date",
        w("dateFormat", val=pattern),
        w("lid", val="zh-TW"),
        w("storeMappedDataAs", val="dateTime"),
        w("calendar", val="taiwan"),
    )


def _run(style: Element | None, content: str) -> Element:
    return w("r", _copy(style), text(content))


def _copy(element: Element | None) -> Element | None:
    return None if element is None else deepcopy(element)


def _font(character: str) -> str:
    return "Times New Roman" if character.isascii() else "標楷體"
