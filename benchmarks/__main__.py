"""`make bench`: how long our files take, beside docxtpl and LibreOffice, in one run on one machine.

Times are medians of a warm process unless a row says otherwise. A ratio below 1 is quicker than what stands
in the last column. What we aim at: DOCX a tenth of docxtpl, PDF a third of soffice with one process each,
`formgen list` within 300 ms; 10,000 certificates in one PDF at least 4 times faster than the fastest of the others, one
PDF each at least 20 times faster than WeasyPrint. Nothing is asserted: a busy machine is no failure.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import docx
from docxtpl import DocxTemplate

from benchmarks import certificates, evidence, web
from formgen import catalog, checking, jsonfile
from formgen.answers import Answers
from formgen.form import Form
from formgen.paths import FONTS
from formgen.render.word import collect, template
from formgen.renditions import Format, rendition

FORM = "unit_recommendation"
COLUMNS = 5
TOGETHER = 20
LONGER = 10
MISSING = "soffice is not installed"
PEAK = """
from pathlib import Path
from formgen import catalog
from formgen.renditions import rendition
form = catalog.get("{form}")
rendition(form, form.answers(), "pdf", is_blank=True)
status = Path("/proc/self/status").read_text()
print(status.partition("VmHWM:")[2].split()[0])
"""


@dataclass(frozen=True)
class Row:
    """One line of the table; a ratio belongs to what it is compared with."""

    what: str
    figure: str
    ratio: float | None = None
    compared: str = ""


def main() -> None:
    form = catalog.get(FORM)
    answers = checking.parse(form, jsonfile.load(str(form.folder / "example.json")))
    with tempfile.TemporaryDirectory() as folder:
        print_table(
            [
                *ours_and_theirs(form, answers, Path(folder)),
                *of_a_process(),
                *growth(form, answers),
                *(Row(*line) for line in evidence.lines()),
                *(Row(*line) for line in web.lines()),
            ]
        )
    certificates.main()


def ours_and_theirs(form: Form, answers: Answers, folder: Path) -> Iterator[Row]:
    """Word beside docxtpl, PDF beside LibreOffice."""
    fields, rows = len(collect.expected(template.path_of(form)).tags), table_rows(form)
    theirs = seconds(docxtpl_rendering(form, fields, rows), 20)
    for name, given in (("blank", form.answers()), ("filled", answers)):
        taken = seconds(writing(form, given, "docx"), 100)
        yield Row(f"DOCX, {name}", milliseconds(taken), taken / theirs, "docxtpl")
    yield Row(f"docxtpl, {fields} fields in {rows} table rows", milliseconds(theirs))
    cold, together = office_seconds(form, answers, folder)
    for name, given in (("blank", form.answers()), ("filled", answers)):
        taken = seconds(writing(form, given, "pdf"), 5)
        yield Row(f"PDF, {name}", milliseconds(taken), cold and taken / cold, "soffice, one process each")
    yield Row("soffice, DOCX to PDF, one process each", milliseconds(cold) if cold else MISSING)
    yield Row(
        f"soffice, DOCX to PDF, {TOGETHER} files in one process",
        milliseconds(together) if together else MISSING,
        together and cold and together / cold,
        "soffice, one process each",
    )


def of_a_process() -> Iterator[Row]:
    """What needs a process of its own to be measured."""
    listing = seconds(lambda: run([sys.executable, "-m", "formgen.cli", "list"]), 10)
    yield Row("formgen list, process and all", milliseconds(listing), listing / 0.3, "300 ms")
    peak = int(run([sys.executable, "-c", PEAK.format(form=FORM)]))
    yield Row("peak memory of a process that writes one PDF", f"{peak / 1024:.0f} MB")


def growth(form: Form, answers: Answers) -> Iterator[Row]:
    """How time grows with the text of the answers."""
    long = checking.parse(form, longer(form, answers.given()))
    sizes: list[tuple[Format, int]] = [("docx", 100), ("pdf", 5)]
    for file_format, times in sizes:
        name = f"{file_format.upper()}, filled"
        before = seconds(writing(form, answers, file_format), times)
        after = seconds(writing(form, long, file_format), times)
        yield Row(f"{name}, every text {LONGER} times as long", milliseconds(after), after / before, name)


def seconds(work: Callable[[], object], times: int) -> float:
    """The median time of `work`, after one run that is not counted."""
    work()
    taken = []
    for _ in range(times):
        start = perf_counter()
        work()
        taken.append(perf_counter() - start)
    return median(taken)


def milliseconds(taken: float) -> str:
    return f"{taken * 1000:.{1 if taken < 0.1 else 0}f} ms"


def writing(form: Form, answers: Answers, file_format: Format) -> Callable[[], bytes]:
    return lambda: rendition(form, answers, file_format, is_blank=answers.is_empty)


def longer(form: Form, given: Any, path: str = "") -> Any:
    """The same answers with every text of a person repeated."""
    if isinstance(given, dict):
        return {key: longer(form, one, f"{path}.{key}".lstrip(".")) for key, one in given.items()}
    if isinstance(given, list) and given and isinstance(given[0], dict):
        return [longer(form, one, f"{path}.{index}") for index, one in enumerate(given)]
    return given * LONGER if form.question(path).kind.name in ("text", "lines") else given


def table_rows(form: Form) -> int:
    tables = docx.Document(str(template.path_of(form))).element.body
    return sum(1 for _ in tables.iter("{*}tr"))


def docxtpl_rendering(form: Form, fields: int, rows: int) -> Callable[[], bytes]:
    """What docxtpl does with a table of as many rows, fields and words as our Word form has."""
    source = docxtpl_template(collect.words(template.path_of(form)), fields, rows)
    context = {f"field_{number}": "○○○○股份有限公司" for number in range(fields)}

    def work() -> bytes:
        document, stream = DocxTemplate(BytesIO(source)), BytesIO()
        document.render(context)
        document.save(stream)
        return stream.getvalue()

    return work


def docxtpl_template(words: str, fields: int, rows: int) -> bytes:
    document, stream = docx.Document(), BytesIO()
    table = document.add_table(rows, COLUMNS)
    places = [cell for row in table.rows for cell in row.cells[1:]]
    for number in range(fields):
        places[number * len(places) // fields].add_paragraph(f"{{{{ field_{number} }}}}")
    share = -(-len(words) // rows)
    for number, row in enumerate(table.rows):
        row.cells[0].text = words[number * share : (number + 1) * share]
    document.save(stream)
    return stream.getvalue()


def office_seconds(form: Form, answers: Answers, folder: Path) -> tuple[float | None, float | None]:
    """LibreOffice on our DOCX: a process for each file, and one for many; for each file."""
    if shutil.which("soffice") is None:
        return None, None
    files = [folder / f"{number}.docx" for number in range(TOGETHER)]
    for file in files:
        file.write_bytes(rendition(form, answers, "docx"))
    # The run that is not counted makes the profile.
    cold = seconds(lambda: convert(files[:1], folder), 3)
    with clock() as taken:
        convert(files, folder)
    return cold, taken() / TOGETHER


def convert(files: list[Path], folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)])


@contextmanager
def clock() -> Iterator[Callable[[], float]]:
    start = perf_counter()
    yield lambda: perf_counter() - start


def run(command: list[str]) -> str:
    """What a program prints; it draws with our fonts."""
    environment = os.environ | {"FONTCONFIG_FILE": str(FONTS / "fonts.conf")}
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def print_table(rows: list[Row]) -> None:
    head = ("what", "median", "ratio", "compared with")
    lines = [head, *(cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for number, line in enumerate(lines):
        what, figure, ratio, compared = line
        print(f"{what:<{widths[0]}}  {figure:>{widths[1]}}  {ratio:>{widths[2]}}  {compared}".rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


def cells(row: Row) -> tuple[str, str, str, str]:
    if row.ratio is None:
        return row.what, row.figure, "", ""
    return row.what, row.figure, f"{row.ratio:.2f}", row.compared


if __name__ == "__main__":
    main()
