"""The answers to one form or to a programme, out of any file that holds them."""

import argparse
from typing import TYPE_CHECKING, Any

from formgen import catalog
from formgen.cli.streams import say
from formgen.errors import FormgenError, InvalidAnswers

if TYPE_CHECKING:
    from formgen.form import Form
    from formgen.opening import Opened
    from formgen.programmes import Programme


class NotOneForm(FormgenError):
    """「{name}」是計畫，不是一張表單；{instead}"""


class NotInFile(FormgenError):
    """「{file}」裡沒有 {form} 的填答，只有 {others} 的；請換一個檔案，或改用那張表單的名稱。"""


def one_form(name: str, instead: str) -> "Form":
    """The form called `name`. A programme's name is told `instead`, in which {name} and {forms} are filled in.

    Raises NotOneForm, UnknownForm.
    """
    from formgen import programmes

    if name in programmes.names():
        forms = "、".join(programmes.get(name).forms)
        raise NotOneForm(name=name, instead=instead.format(name=name, forms=forms))
    return catalog.get(name)


def for_form(form: "Form", options: argparse.Namespace) -> Any:
    """What the file says for the form, as JSON: its section of several, with the facts that others told for it."""
    from formgen import programmes
    from formgen.opening import open_for

    opened = open_for(programmes.get(form.name), options.answers)
    say(*opened.warnings)
    data = opened.answers.get(form.name)
    if opened.answers.keys() - {form.name}:
        data = _section(form, opened, options.answers)
    _put_year(form, data, options.year)
    return data


def for_programme(programme: "Programme", options: argparse.Namespace) -> dict[str, Any]:
    """What the file says for each form of the programme, as JSON."""
    from formgen.opening import open_for

    opened = open_for(programme, options.answers)
    say(*opened.warnings)
    if options.year is not None:
        for form in programme.all_forms:
            if form.name in programme.forms or form.name in opened.answers:
                _put_year(form, opened.answers.setdefault(form.name, {}), options.year)
    return opened.answers


def _section(form: "Form", opened: "Opened", file: str) -> Any:
    """The form's answers out of those to several, with the facts that the others tell, as far as they can be read."""
    from formgen import programmes
    from formgen.programmes import filing

    for programme in map(programmes.get, programmes.names()):
        names = {one.name for one in programme.all_forms}
        # One form alone is that form's paper, not a programme of which this one was left out.
        if form.name in names and opened.answers.keys() & names and len(opened.answers) > 1:
            told = {name: _readable(name, one) for name, one in opened.answers.items() if name in names}
            own = {form.name: opened.answers[form.name]} if form.name in opened.answers else {}
            try:
                carried = filing.parse(programme, told | own).answers
            except InvalidAnswers:
                return own.get(form.name, {})  # what is wrong in it is said first
            if form.name in carried:
                return carried[form.name].given()
    if form.name not in opened.answers:
        others = "、".join(opened.answers)
        raise NotInFile(file="標準輸入" if file == "-" else file, form=form.name, others=others)
    return opened.answers[form.name]


def _readable(name: str, data: Any) -> dict[str, Any]:
    from formgen.checking import look

    answers, _ = look(catalog.get(name), data)
    return answers.given() if answers else {}


def _put_year(form: "Form", data: Any, year: str | None) -> None:
    """The year of the command line in place of the answers' own."""
    if year is None or not isinstance(data, dict) or "year" not in form.answers.model_fields:
        return
    if str(data.get("year") or year) != str(year):
        say(f"提醒　年度：填答寫 {data['year']}，依 --year 改為 {year}；各年度的數據不會跟著移，請逐年確認。")
    data["year"] = year
