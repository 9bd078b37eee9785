"""The page: a form laid out as HTML, blank or filled. The one place where layout is written is its template.

A template may only print official `words`, and the fields and marks that `page` gives it. A name that does
not exist is an error, so a typing mistake never becomes an empty cell. `_paper.html` stands around all.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from formgen import errors
from formgen.answers import Answers
from formgen.form import Form
from formgen.paths import TEMPLATES
from formgen.render import shaping
from formgen.tw import clauses
from formgen.tw.clauses import Clauses
from formgen.values import Values, count_rows, list_and_first, printed, says_something

LANGUAGE = "zh-Hant-TW"
# Characters. A longer answer flows with the text around it: a box of its own, such as a line to write on, is
# never divided between pages, so its end would be lost, and measuring it takes minutes.
LONG = 30


class Page:
    """What a template can print. Fields are HTML elements that carry their path in `data-field`."""

    def __init__(self, form: Form, values: Values, *, template: bool = False) -> None:
        self._form, self._values, self._is_template = form, values, template

    def field(self, path: str, classes: str = "") -> Markup:
        """The printed answer to the question at `path`."""
        question = self._form.question(path)
        if not question.printed:
            raise KeyError(f"{path} is marked as not printed")
        if question.kind.name == "lines":
            return self._lines(path, classes)
        return self._span(path, question.kind.name, self._text(path), classes)

    def computed(self, name: str, classes: str = "") -> Markup:
        """A printed value that nobody types; one in a row (`candidates.0.mean`) is blank while the row is."""
        key = f"={name}"
        is_in_row = any(step.isdecimal() for step in name.split(".")[1:-1])
        text = self._values.get(key, "") if is_in_row else self._values[key]
        return self._span(key, "computed", str(text), classes)

    def choice(self, path: str, blank: str) -> Markup:
        """A choice in running text; while it is open, the official word `blank` stands there."""
        text = self._text(path)
        return self._span(path, "choice", text or blank, "" if text else "open")

    def mark(self, path: str, value: str = "", on: str = "■", off: str = "□", classes: str = "") -> Markup:
        """A place that shows `on` when the tick at `path` is made, or its choice is `value`, and else `off`."""
        question = self._form.question(path)
        if value not in (question.choices or ("",)):
            raise KeyError(f"{path} has no choice {value}")
        made = self._values.get(path, False) in ((value,) if value else (True,))
        return Markup('<span class="{}" data-mark="{}" data-on="{}" data-off="{}">{}</span>').format(
            classes, f"{path}={value}" if value else path, on, off, on if made else off
        )

    def rows(self, path: str, least: int = 1) -> list[str]:
        """The paths of the rows of a list: those that were filled, and empty ones up to `least`.

        ``rows("flammables.16", 20)`` are the rows of a further sheet, from the 17th on.
        """
        name, first = list_and_first(path)
        return [
            f"{name}.{index}" for index in range(first, max(count_rows(self._values, name), first + least))
        ]

    def items(self, path: str, least: int) -> list[str]:
        """The rows of a list that is printed as paragraphs: those that were filled; in a blank, `least` of them."""
        count = count_rows(self._values, path) or least
        return [f"{path}.{index}" for index in range(count)]

    def hanging(self, path: str, blank: str, after: str = "") -> Markup:
        """What a row's paragraph carries so that its lines begin where its first field ends, and the words `after` it.

        The width is measured in the fonts; `blank` stands in the field while it is open. The Word file measures
        the same when it is filled.
        """
        width = shaping.hang((self._text(path) or blank) + after)
        return Markup(' style="padding-left:{0:.3f}em;text-indent:-{0:.3f}em"').format(width)

    def side_by_side(self, path: str, rows: int, columns: int = 2) -> list[list[str]]:
        """The first rows of a list as a fixed sheet prints them: down the left column, then down the next."""
        return [[f"{path}.{column * rows + row}" for column in range(columns)] for row in range(rows)]

    def has(self, path: str) -> bool:
        """Whether a part that not everybody needs is printed: where it says something, and in a template."""
        return self._is_template or says_something(self._values, path)

    def _lines(self, path: str, classes: str) -> Markup:
        """An answer of several lines: a block of its own, a paragraph for each line."""
        text = self._values.get(path, "")
        if isinstance(text, Clauses):
            paragraphs = Markup("").join(map(_clause, clauses.lines(text)))
        else:
            paragraphs = Markup("").join(Markup("<p>{}</p>").format(line) for line in str(text).split("\n"))
        return Markup('<div class="field {}" data-field="{}" data-kind="lines">{}</div>').format(
            classes, path, paragraphs
        )

    def _text(self, path: str) -> str:
        return str(self._values.get(path, ""))

    @staticmethod
    def _span(path: str, kind: str, text: str, classes: str) -> Markup:
        if len(text) > LONG:
            classes = f"{classes} flows"
        return Markup('<span class="field {}" data-field="{}" data-kind="{}">{}</span>').format(
            classes, path, kind, text
        )


def _clause(line: clauses.Line) -> Markup:
    """A line of clauses, which hangs under its number."""
    hang = shaping.hang(line.number)
    said = Markup("").join(
        Markup("<u>{}</u>").format(piece) if is_underlined else piece
        for piece, is_underlined in line.passages
    )
    return Markup('<p style="padding-left:{:.3f}em;text-indent:{:.3f}em">{}</p>').format(
        line.depth + hang, -hang, said
    )


def spread(text: str) -> Markup:
    """A label whose characters the style sheet sets apart (分散對齊)."""
    return Markup('<span class="spread{}">{}</span>{}').format(len(text), text[:-1], text[-1:])


def wrap(text: str, width: int) -> Markup:
    """A label broken after each `width` characters, as the official form breaks it."""
    return Markup("<br>").join(text[start : start + width] for start in range(0, len(text), width))


_POINTS = re.compile(r"(\([0-9.]+分\))")


def points(text: str) -> Markup:
    """「(2.0分)」 in one piece at the end of a line."""
    pieces = _POINTS.split(text)
    return Markup("").join(
        Markup('<span class="whole">{}</span>').format(piece) if place % 2 else piece
        for place, piece in enumerate(pieces)
    )


@cache
def environment(*folders: Path) -> ImmutableSandboxedEnvironment:
    """The templates in `folders`; of two with one name, that of the earlier folder."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(points=points, spread=spread, wrap=wrap)
    return environment


def on_paper(name: str, **facts: Any) -> str:
    """The template `name` as one HTML document; `_paper.html` asks for the facts `title` and `style`."""
    return environment(TEMPLATES / "html").get_template(name).render(language=LANGUAGE, **facts)


def render(form: Form, values: Values, *, template: bool = False) -> str:
    """The form's page as one HTML document. Raises TemplateError, naming template and line."""
    name = f"{form.name}.html"
    page = Page(form, values, template=template)
    try:
        return on_paper(name, title=form.title, style=f"{form.name}.css", words=form.official, page=page)
    except (TemplateError, KeyError, AttributeError, ValueError) as error:
        raise errors.TemplateError(template=name, reason=f"{_place(error, name)}：{error}") from error


def _place(error: BaseException, name: str) -> str:
    """The last line of a template that the error went through, and whose it is, where templates share it."""
    places = [(Path(file).name, line) for file, line in _frames(error) if file.endswith(".html")]
    last, line = places[-1] if places else (name, "?")
    return f"{'' if last == name else f'{last} '}第 {line} 行"


def _frames(error: BaseException) -> Iterator[tuple[str, int]]:
    trace = error.__traceback__
    while trace:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next


def of(form: Form, answers: Answers) -> str:
    """The page of answers."""
    return render(form, printed(form, answers))


def blank(form: Form, answers: Answers) -> str:
    """The page to fill in by hand or in Word, with every part; `answers` may hold the year alone."""
    return render(form, printed(form, answers), template=True)
