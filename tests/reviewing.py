"""Papers of a reviewing body for tests: 附表一 and 附表二 with the reviewers' part, and 初審意見表, as real files."""

import json
from pathlib import Path
from typing import Any

from filling import example, put

from formgen import catalog, checking
from formgen.answers import Answers
from formgen.forms.unit_recommendation.items import ITEMS
from formgen.renditions import rendition

BODY = "臺北市"
ASSESSORS = [{"name": "評○○", "employer": "○○大學", "title": "教授"}]


def unit(
    name: str = "甲公司", number: str = "04595257", points: Any = None, **changes: Any
) -> dict[str, Any]:
    """附表一 with full points but for `points`; changes by path, with ``__`` for a dot."""
    review = {
        "points": {item: str(one.most) for item, one in ITEMS.items()} | (points or {}),
        "rates": {"frequency": "符合", "severity": "符合"},
        "result": "通過",
        "assessors": ASSESSORS,
        "body": f"{BODY}政府",
    }
    paths = {path.replace("__", "."): value for path, value in changes.items()}
    return example({"year": 116, "unit_name": name, "uniform_number": number, "review": review} | paths)


def person(name: str = "林○一", employer: str = "甲公司", **changes: Any) -> dict[str, Any]:
    data = _example("person_recommendation")
    review = {
        "comments": dict.fromkeys(data["deeds"], "事蹟屬實。"),
        "result": "通過",
        "award": "功績獎",
        "assessors": ASSESSORS,
        "body": f"{BODY}政府",
    }
    data |= {"name": name, "unit_name": employer, "review": review}
    for path, value in changes.items():
        put(data, path.replace("__", "."), value)
    return data


def opinion(name: str = "甲公司", **changes: Any) -> dict[str, Any]:
    data = _example("preliminary_review") | {"year": 116, "unit_name": name, "body": f"{BODY}政府"}
    for path, value in changes.items():
        put(data, path.replace("__", "."), value)
    return data


def _example(form: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((catalog.get(form).folder / "example.json").read_text(encoding="utf-8"))
    return data


FORMS = {"deeds": "person_recommendation", "strengths": "preliminary_review"}


def form_of(data: dict[str, Any]) -> str:
    return next((form for question, form in FORMS.items() if question in data), "unit_recommendation")


def answers(data: dict[str, Any]) -> Answers:
    return checking.parse(catalog.get(form_of(data)), data)


def save(path: Path, data: dict[str, Any]) -> Path:
    """The paper as the file's ending says: DOCX, PDF or JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".json":
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    else:
        ending: Any = path.suffix.removeprefix(".")
        path.write_bytes(rendition(catalog.get(form_of(data)), answers(data), ending))
    return path
