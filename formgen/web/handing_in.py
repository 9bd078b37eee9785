"""Check the answers, see the paper, and take the files."""

import re
import shutil
import tempfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue

from formgen.bundle.cross_check import cross_check
from formgen.checking import UNDRAWABLE
from formgen.errors import InvalidAnswers, Problem
from formgen.form import Form
from formgen.programmes import HAND_IN
from formgen.questions import Question
from formgen.render import page as paper
from formgen.renditions import formats_here
from formgen.values import answered, show
from formgen.web import attaching, fields, jobs, security
from formgen.web.examined import Examined
from formgen.web.services import attached, desk, of_draft, page, services
from formgen.web.uploads import as_folder
from formgen.web.words import WORDS

PAGES = of_draft("handing_in")
_PX_PER_MM = 96 / 25.4
_WIDTH = re.compile(r' style="width:([0-9.]+)mm"')
_INDENT = re.compile(r' style="(padding-left:[0-9.]+em;text-indent:-?[0-9.]+em)"')
_STYLE_SHEET = re.compile(r'<link rel="stylesheet" href="([a-z_]+)\.css">')


@PAGES.get("/check")
def check() -> ResponseReturnValue:
    return _check_page(())


@PAGES.get("/downloads")
def downloads() -> ResponseReturnValue:
    examined, about = desk().examined(), desk().programme
    answers = {form.name: examined.answers(form) for form in examined.forms}
    told = [
        (title, about.hand_in[key])
        for key, title in HAND_IN.items()
        if about.hand_in and key in about.hand_in
    ]
    deadline = about.deadline.sentences(answers) if about.deadline else ()
    return page(
        "downloads.html", WORDS.downloads.title, desk=desk(), examined=examined, formats=formats_here(), told=told,
        deadline=deadline, is_short=any(one.level == "gap" for one in _missing()),
    )  # fmt: skip


@PAGES.get("/files/<form>.<file_format>")
def rendition(form: str, file_format: str) -> ResponseReturnValue:
    found, examined = _form(form), desk().examined()
    if file_format not in formats_here():
        abort(404)
    if any(one.level == "error" and _stops(one, file_format) for one in examined.problems.get(form, ())):
        return _check_page((), 422)
    given = examined.answers(found).given()
    content = services().heavy(jobs.draw, form, given, file_format)
    return attached(BytesIO(content), file_format, found.name, found.title)


@PAGES.get("/bundle.zip")
def bundle() -> ResponseReturnValue:
    """Everything that is handed in, as one file; it is also the file to go on from."""
    examined, about = desk().examined(), desk()
    if examined.has_errors:
        return _check_page((), 422)
    work = Path(tempfile.mkdtemp(dir=services().passing))
    try:
        (work / "evidence").mkdir()
        listed, names = as_folder(services().uploads.of(about.draft), work / "evidence")
        to = work / "bundle.zip"
        try:
            services().heavy(
                jobs.bundle, about.programme.name, examined.given(), work / "evidence", listed, to,
                about.draft.is_example,
            )  # fmt: skip
        except InvalidAnswers as error:
            return _check_page([_by_name(one, names) for one in error.problems], 422)
        opened = to.open("rb")  # it goes on to be read when its folder is gone
    finally:
        shutil.rmtree(work)
    response = attached(opened, "zip", about.programme.name, about.programme.title)
    response.call_on_close(opened.close)
    return response


@PAGES.get("/view/<form>")
def view(form: str) -> ResponseReturnValue:
    """The official page in a frame, with the way back."""
    found = _form(form)
    return page("view.html", found.title, desk=desk(), form=found)


@PAGES.get("/preview/<form>")
def preview(form: str) -> ResponseReturnValue:
    """The very HTML that becomes the PDF; its styles come from files, and of those inline only its indents are allowed."""
    found = _form(form)
    html = for_browser(paper.of(found, desk().examined().answers(found)))
    policy = security.policy(inline_styles=_INDENT.findall(html))
    return Response(html, mimetype="text/html", headers={"Content-Security-Policy": policy})


def for_browser(html: str) -> str:
    """A page of paper for a browser under our policy.

    >>> for_browser('<col style="width:25.4mm">')
    '<col width="96">'
    """
    html = _WIDTH.sub(lambda found: f' width="{round(float(found[1]) * _PX_PER_MM)}"', html)
    html = _STYLE_SHEET.sub(
        lambda found: f'<link rel="stylesheet" href="{url_for("public.paper_style", name=found[1])}">', html
    )
    if "</head>" in html:
        ours = url_for("static", filename="preview.css")
        html = html.replace("</head>", f'<link rel="stylesheet" href="{ours}">\n</head>', 1)
    return html.lstrip()


def _form(name: str) -> Form:
    found = next((one for one in desk().programme.all_forms if one.name == name), None)
    if found is None:
        abort(404)
    return found


def _stops(problem: Problem, file_format: str) -> bool:
    """Word and ODT name their font: a character that we cannot draw, the reader's may."""
    return not (file_format != "pdf" and problem.rule == UNDRAWABLE)


def _by_name(problem: Problem, names: dict[str, str]) -> Problem:
    """A problem of a file under the name that the person gave it."""
    return replace(problem, label=names.get(problem.label, problem.label))


def _check_page(stopping: Any, status: int = 200) -> ResponseReturnValue:
    examined = desk().examined()
    evidence = _missing()
    said = [(form, _sections(examined, form), form.report(examined.answers(form))) for form in examined.forms]
    errors = [*_linked(examined, "error"), *((one, url_for("attaching.evidence")) for one in stopping)]
    return page(
        "check.html", WORDS.check.title, status=status, has_errors=bool(errors), desk=desk(), said=said,
        errors=errors, gaps=_linked(examined, "gap"), warnings=_linked(examined, "warning"), evidence=evidence,
        disagreements=examined.disagreements, message=fields.message,
    )  # fmt: skip


def _missing() -> list[Problem]:
    """The evidence that the answers ask for and nobody has uploaded, the reverse, and what nobody has looked into."""
    uploads = services().uploads.of(desk().draft)
    unlooked = [
        Problem("", one.name, WORDS.evidence.unlooked_text, "warning") for one in uploads if not one.pages
    ]
    return [*cross_check(attaching.exhibits_of_draft(), {one.number for one in uploads}), *unlooked]


def _linked(examined: Examined, level: str) -> list[tuple[Problem, str]]:
    """The problems of a level, each with the place to mend it."""
    return [
        (one, _link(form, one))
        for form in examined.forms
        for one in examined.problems[form.name]
        if one.level == level
    ]


def _link(form: Form, problem: Problem) -> str:
    section = form.section_of(problem.field)
    if section is None:
        return url_for("filling.tasks")
    anchor = fields.identifier(problem.field)
    return url_for("filling.section", form=form.name, section=section.key, check=1, _anchor=anchor)


def _sections(examined: Examined, form: Form) -> list[tuple[Any, list[tuple[Question, str]]]]:
    """What was answered on each page, as it is printed."""
    rows: dict[str, list[tuple[Question, str]]] = {}
    for question, value in answered(form, examined.answers(form)):
        section = form.section_of(question.path)
        if section and value not in (None, False):
            # What the paper tells in another way, such as a level by its number, is printed as nothing.
            text = WORDS.field.ticked if value is True else show(question, value) or str(value)
            rows.setdefault(section.key, []).append((question, fields.choice_in_words(question, text)))
    return [(section, rows.get(section.key, [])) for section in form.sections]
