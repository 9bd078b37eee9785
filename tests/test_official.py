"""The forms of the catalogue keep the promises that every form makes."""

import re
import tomllib
from importlib import import_module

import pytest
from test_sources import OFFICIAL as WORDS
from test_sources import printed as official_words
from test_sources import squeeze
from tinyhtml5 import parse as parse_html

from formgen import catalog, checking, jsonfile, programmes
from formgen.errors import UnknownForm
from formgen.form import Form
from formgen.opening import open_for
from formgen.render import page

FORMS = [catalog.get(name) for name in catalog.names()]
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)


@each_form
def test_docstring_is_the_official_title(form: Form) -> None:
    """The first line of a form's package is its official title, which stands in official.toml too."""
    module = import_module(f"formgen.forms.{form.name}")
    assert (module.__doc__ or "").splitlines()[0] == form.title
    assert module.FORM is form


@each_form
def test_official_words_say_what_they_are(form: Form) -> None:
    """official.toml names title, programme and edition, and the edition is a day, or a year where no day is known."""
    about = tomllib.loads((form.folder / "official.toml").read_text(encoding="utf-8"))["form"]
    assert {"title", "programme", "edition"} <= about.keys()
    assert re.fullmatch(r"\d{2,3}(-\d{2}-\d{2})?", form.edition)
    (entry,) = [one for one in catalog.entries() if one.name == form.name]
    assert (entry.title, entry.edition, entry.programme) == (form.title, form.edition, about["programme"])
    assert entry.is_official is form.is_official


@each_form
def test_sheets_of_ours_say_so(form: Form) -> None:
    """The page of a form that is not official says so in a sentence of its own, and no official page does."""
    text = outside_fields(page.blank(form, form.answers()))
    assert ("非官方" in text) is not form.is_official
    if not form.is_official:
        assert re.fullmatch("本表為.+，非官方格式。", form.official.mark.text)
        assert form.official.mark.text in text


@each_form
def test_example_opens_as_what_it_is(form: Form) -> None:
    """The file of the example is understood as this form's answers, also where the form asks nothing."""
    opened = open_for(programmes.get(form.name), str(form.folder / "example.json"))
    assert opened.answers == {form.name: jsonfile.load(str(form.folder / "example.json"))}


@each_form
def test_example_is_ready_to_print(form: Form) -> None:
    """The example parses, and neither an error nor a gap keeps it from a final print."""
    answers = checking.parse(form, jsonfile.load(str(form.folder / "example.json")))
    assert [str(one) for one in checking.check(form, answers) if one.level != "warning"] == []


@each_form
def test_every_question_has_a_label(form: Form) -> None:
    """Every question is called by Chinese words, and no part of its label is a field's name."""
    for question in form.questions():
        assert all(re.search("[\u4e00-\u9fff]", label) for label in question.labels), question.path
        assert not re.search("[a-z]_[a-z]", question.label)


@each_form
def test_labels_tell_questions_apart(form: Form) -> None:
    """No two questions have the same label."""
    labels = [question.label for question in form.questions()]
    assert sorted({label for label in labels if labels.count(label) > 1}) == []


@each_form
def test_required_questions_are_printed(form: Form) -> None:
    """What a final print needs stands on the paper."""
    assert [one.path for one in form.questions() if one.required and not one.printed] == []


@each_form
def test_questions_are_found_by_their_path(form: Form) -> None:
    """A question is found by its path, and a path that nobody has is a KeyError."""
    for question in form.questions():
        assert form.question(question.path) == question
    for path in ("nobody", "", "."):
        with pytest.raises(KeyError):
            form.question(path)


@each_form
def test_empty_answers_compute_and_report(form: Form) -> None:
    """A form can be printed, and be told about, before anything was answered."""
    answers = form.answers()
    assert all(isinstance(text, str) for text in form.compute(answers).values())
    assert form.report(answers) is not None
    assert answers.given() == {}


def outside_fields(html: str) -> str:
    """The words of a page that stand outside its fields; of an open choice, the official word."""
    tree = parse_html(html, namespace_html_elements=False)
    for node in list(tree.iter()):
        path = node.get("data-field")
        if (path and path != "kind") or node.get("data-mark"):
            tail = node.tail
            node.clear()
            node.tail = tail
    return squeeze("".join(tree.find("body").itertext()))


def test_page_prints_the_official_words_in_order() -> None:
    """The blank page of 附表一, without its fields, is the official wording in its order, and then the annex."""
    form = catalog.get("unit_recommendation")
    text = outside_fields(page.blank(form, form.answers()))
    annex = WORDS["construction"]
    labels = ("name", "permit", "outline", "dates", "to", "progress", "percent", "others")
    assert text == official_words(WORDS) + squeeze("".join([*annex["note"], *(annex[one] for one in labels)]))


def test_unknown_form_is_told_with_a_hint() -> None:
    """A name that no form has is told with the nearest, or with all there are."""
    with pytest.raises(UnknownForm, match="是不是「unit_recommendation」？"):
        catalog.get("unit_recomendation")
    with pytest.raises(UnknownForm, match=r"可用的表單：.*unit_recommendation"):
        catalog.get("../forms")
