"""What stands visibly on a paper, put over the hidden answers."""

from collections.abc import Collection, Iterable
from typing import Any

from formgen.answers import Answers
from formgen.checking import label_of
from formgen.errors import Problem
from formgen.form import Form
from formgen.kinds import CLAUSES
from formgen.questions import follow
from formgen.render.word import collect, template
from formgen.render.word.collect import Controls
from formgen.tree import go, put
from formgen.tw import number
from formgen.tw.text import clean
from formgen.values import printed


class Incomplete(ValueError):
    """Fields that are not there: they cannot be told from fields that were left empty."""

    def __init__(self, labels: list[str]) -> None:
        super().__init__(labels)
        self.labels = labels


def complete(
    form: Form, expected: Controls, found: Controls, unknown: Collection[str] = frozenset()
) -> Controls:
    """What the form's own fields say; those of a part that was deleted say nothing, and unknown ones are left out.

    Raises Incomplete.
    """
    known = {*found.tags, *unknown}
    deleted = [f"{part}." for part in expected.parts if not _any_in(known, f"{part}.")]
    rows = {path: found.rows.get(path, range(own.start, own.start)) for path, own in expected.rows.items()}
    texts, ticks = _places(expected.texts, rows), _places(expected.ticks, rows)
    lists = [path for path in rows if not f"{path}.{rows[path].start}.".startswith(tuple(deleted))]
    missing = [
        *(path for path in lists if path not in found.rows),
        *(tag for tag in (*texts, *ticks) if tag not in known and not tag.startswith(("=", *deleted))),
    ]
    if missing:
        raise Incomplete(list(dict.fromkeys(label_of(form, path_of(tag)) for tag in missing)))
    lost = set(map(path_of, unknown))
    return Controls(
        {
            tag: (found.marked if _is_marked(form, tag) else found.texts).get(tag, [""])
            for tag in texts
            if tag not in unknown
        },
        {tag: found.ticks.get(tag, [False]) for tag in ticks if path_of(tag) not in lost},
        rows,
    )


def path_of(tag: str) -> str:
    """The field of a control; a mark of a choice is tagged ``path=value``."""
    return tag if tag.startswith("=") else tag.partition("=")[0]


def _is_marked(form: Form, tag: str) -> bool:
    return not tag.startswith("=") and form.question(tag).kind == CLAUSES


def _any_in(tags: Iterable[str], prefix: str) -> bool:
    return any(tag.startswith(prefix) for tag in tags)


def _places(tags: Iterable[str], rows: dict[str, range]) -> list[str]:
    """The tags of a blank as they are in a file with these rows; rows before them are printed on a fixed sheet."""
    places = []
    for tag in tags:
        sign = "=" if tag.startswith("=") else ""
        path = next((path for path in rows if tag.startswith(f"{sign}{path}.")), None)
        row, _, inside = tag.removeprefix(f"{sign}{path}.").partition(".")
        if path is None or int(row) < rows[path].start:
            places.append(tag)
        elif int(row) == rows[path].start:
            places += [f"{sign}{path}.{row}.{inside}" for row in rows[path]]
    return places


def merged(form: Form, hidden: Answers, found: Controls) -> tuple[dict[str, Any], list[Problem]]:
    """The hidden answers, with all that visibly says something else put in its place.

    A problem for each field that is printed twice and was given two new answers; the first of them stands.
    """
    answers: dict[str, Any] = hidden.model_dump(mode="json")
    for path, rows in found.rows.items():
        _resize(answers, path, rows.stop, follow(form.answers, path)[1]())
    shown, problems = printed(form, hidden), []
    for path, said in visible(found).items():
        changed = [one for one in dict.fromkeys(said) if one != (shown.get(path) or type(one)())]
        if changed:
            put(answers, path, changed[0] or (None if changed[0] == "" else False))
        if len(changed) > 1:
            both = "」與「".join(map(str, changed))
            problems.append(Problem(path, label_of(form, path), f"填了「{both}」，請改成一樣"))
    return answers, problems


def visible(found: Controls) -> dict[str, list[str] | list[bool]]:
    """Texts, ticks, and the ticked values of a choice as one text (two of them are no valid choice)."""
    visible: dict[str, list[str] | list[bool]] = {
        path: [clean(text) for text in texts]
        for path, texts in found.texts.items()
        if not path.startswith("=")
    }
    choices: dict[str, list[list[str]]] = {}
    for tag, made in found.ticks.items():
        path, is_choice, value = tag.partition("=")
        if is_choice:
            choices.setdefault(path, []).append([value if one else "" for one in made])
        else:
            visible[path] = made
    for path, columns in choices.items():
        visible[path] = ["、".join(filter(None, copy)) for copy in zip(*columns, strict=False)]
    return visible


def _resize(answers: dict[str, Any], path: str, count: int, empty: Answers) -> None:
    *way, last = path.split(".")
    rows = go(answers, way)[last]
    go(answers, way)[last] = [*rows, *(empty.model_dump(mode="json") for _ in range(count))][:count]


def typed_over(form: Form, computed: dict[str, Any], found: Controls) -> list[Problem]:
    """Sums that somebody wrote by hand and that the answers do not add up to."""
    return [
        Problem(tag, _label_of_sum(form, tag), _other_sum(text, computed.get(tag)), "warning")
        for tag, texts in found.texts.items()
        for text in map(clean, texts)
        if tag.startswith("=") and text and not _same(text, str(computed.get(tag, "")))
    ]


def _label_of_sum(form: Form, tag: str) -> str:
    """The row of a computed value, or its place in the blank where it stands in no row."""
    path = tag.removeprefix("=")
    if path.count(".") > 1:
        return f"計算欄（{label_of(form, path)}）"
    return f"計算欄（{collect.where(template.path_of(form), tag)}）"


def _other_sum(typed: str, computed: Any) -> str:
    return f"檔案上寫 {typed}，依填答計算為 {computed or '空白'}；不採用檔案上的數字"


def _same(typed: str, computed: str) -> bool:
    try:
        return number.decimal(typed) == number.decimal(computed)
    except ValueError:
        return typed == computed
