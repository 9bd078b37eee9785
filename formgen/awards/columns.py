"""Which column of a list holds which field: heads in Chinese or English, however they are spaced.

Blanks, case, full and half width do not matter in a head. They do matter in a name, so nothing here ever
touches a cell.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from formgen.errors import Problem
from formgen.tw.digits import half_width

Fields = Mapping[str, tuple[str, ...]]

# What a certificate needs. The first head of each field is the one that messages name.
CERTIFICATE: Fields = {
    "award": ("獎項", "獎項名稱", "award"),
    "name": ("得獎者", "姓名", "單位", "單位名稱", "受獎人", "受獎者", "得獎單位", "name", "recipient"),
    "unit": ("所屬單位", "服務單位", "unit", "organisation", "organization", "單位", "單位名稱"),
    "reason": ("事由", "事蹟", "優良事蹟", "reason"),
    "number": ("字號", "編號", "證書字號", "number", "no", "no."),
    "date": ("日期", "頒發日期", "date"),
    "work": ("工程名稱", "work", "project"),
}
_MEMBER = ("成員", "成員名稱", "聯盟成員", "公協會", "單位名稱", "member", "organisation", "organization")
# The sheets of the workbook of an alliance.
MEMBERS: Fields = {"member": (*_MEMBER, "名稱", "name"), "category": ("類別", "成員類別", "category")}
ACTIVITIES: Fields = {
    "member": _MEMBER,
    "kind": ("編號", "種類", "辦理事項", "事項", "kind"),
    "quantity": ("數量", "quantity"),
    "unit": ("單位", "數量單位", "unit"),
    "date": ("日期", "辦理日期", "活動日期", "date"),
    "note": ("備註", "說明", "活動名稱", "note"),
}
NOMINATIONS: Fields = {
    "member": _MEMBER,
    "person": ("姓名", "提名人員", "受獎人", "person", "name"),
    "title": ("職稱", "title"),
    "kind": ("編號", "種類", "辦理事項", "事項", "kind", "for"),
}
SHARINGS: Fields = {"member": _MEMBER, "topic": ("題目", "分享題目", "主題", "topic")}
DECISIONS: Fields = {
    "award": ("獎項", "獎項名稱", "award"),
    "winner": ("得獎者", "得獎單位", "成員", "winner", "member"),
    "kind": ("編號", "種類", "辦理事項", "事項", "kind", "for"),
}
UNIFORM_NUMBERS = ("統一編號", "統編", "uniform number", "uniform_number", "vat")
# What a reviewing body decides: the sheets of its 參選清冊, or a list of names and places.
ORDERS: Fields = {
    "name": ("名稱", "姓名", "單位名稱", "參選單位", "name"),
    "unit": ("任職單位", "所屬單位", "服務單位", "單位名稱", "employer"),
    "number": UNIFORM_NUMBERS,
    "order": ("決定順序", "順序", "order"),
    "reason": ("決定理由", "理由", "reason"),
}
# Whom a reviewing body goes to see, with what the head of 附表一 asks.
CANDIDATES: Fields = {
    "unit_name": ("單位名稱", "受評單位", "受評單位名稱", "參選單位", "名稱", "name"),
    "uniform_number": UNIFORM_NUMBERS,
    "address": ("地址", "address"),
    "person_in_charge": ("負責人", "person in charge"),
    "phone": ("電話", "phone"),
    "headcount.own": ("勞工人數", "原事業單位", "headcount"),
    "insurance_number": ("保險證字號", "保險證號", "insurance number"),
    "industry": ("行業別", "industry"),
    "assessors": ("評鑑人員", "現場評鑑人員", "assessors"),
}
# Cells in which somebody stands by name: a "?" there is a character that got lost.
NAMES = frozenset(
    head
    for field in (CERTIFICATE["name"], CERTIFICATE["unit"], MEMBERS["member"], NOMINATIONS["person"], DECISIONS["winner"], ORDERS["name"], CANDIDATES["unit_name"])
    for head in field
)  # fmt: skip
# Columns that a questionnaire adds by itself.
_STAMP = re.compile("時間|timestamp|填寫日期|填答|填表|提交|submitted")
UNIFORM_NUMBERS = ("統一編號", "統編", "uniform number", "uniform_number", "vat")


def fold(head: str) -> str:
    r"""A head without what does not matter in it.

    >>> fold("　得 獎 者 "), fold("ＡＷＡＲＤ"), fold("所屬\n單位"), fold("tax_no")
    ('得獎者', 'award', '所屬單位', 'taxno')
    """
    return re.sub(r"[\s_]", "", half_width(head)).casefold()


def match(heads: Sequence[str], fields: Fields) -> dict[str, str]:
    """Each field's head among `heads`; a field without one is left out.

    A head serves one field only, the first that can use it. So 單位 is the winner's name, and where 姓名 stands
    beside it, the winner's firm.

    >>> match(("NO", "姓　名", "單位"), CERTIFICATE)
    {'name': '姓　名', 'unit': '單位', 'number': 'NO'}
    >>> match(("獎項", "單位"), CERTIFICATE)
    {'award': '獎項', 'name': '單位'}
    """
    matched: dict[str, str] = {}
    for field, names in fields.items():
        if found := [head for head in _found(heads, names) if head not in matched.values()]:
            matched[field] = found[0]
    return matched


def guess(heads: Sequence[str], fields: Fields) -> dict[str, str]:
    """As `match`, and for what is left the head that has a field's name within it, the longest name first.

    So the questions of a web questionnaire are understood; when it was answered is no date of ours.

    >>> asked = ("時間戳記", "1. 請填寫得獎者姓名（全名）", "2. 服務單位全銜", "3. 事蹟說明", "填寫日期")
    >>> guess(asked, CERTIFICATE)
    {'name': '1. 請填寫得獎者姓名（全名）', 'unit': '2. 服務單位全銜', 'reason': '3. 事蹟說明'}
    """
    matched = match(heads, fields)
    names = [
        (fold(name), field) for field, all_names in fields.items() for name in all_names if len(name) > 1
    ]
    for name, field in sorted(names, key=lambda one: -len(one[0])):
        free = [head for head in heads if head not in matched.values() and not _STAMP.search(fold(head))]
        if field not in matched and (found := [head for head in free if name in fold(head)]):
            matched[field] = found[0]
    return {field: matched[field] for field in fields if field in matched}


def problems(heads: Sequence[str], fields: Fields, required: Iterable[str]) -> list[Problem]:
    """An error for each of the `required` fields that has no head, and for each field that has several.

    Two heads are one too many unless the first of them is the field's own name: 得獎者 beside 姓名 is clear.
    """
    matched = match(heads, fields)
    missing = [
        Problem(field, fields[field][0], f"找不到這一欄；欄名可以是：{'、'.join(fields[field])}")
        for field in required
        if field not in matched
    ]
    return missing + [
        _several(field, fields[field][0], found) for field, found in _twins(heads, fields, matched)
    ]


def _twins(
    heads: Sequence[str], fields: Fields, matched: Mapping[str, str]
) -> Iterator[tuple[str, list[str]]]:
    for field, head in matched.items():
        others = [one for one in _found(heads, fields[field]) if one not in matched.values()]
        if others and fold(head) != fold(fields[field][0]):
            yield field, [head, *others]


def _several(field: str, name: str, found: Sequence[str]) -> Problem:
    message = f"有 {len(found)} 欄都像是這一欄：{'、'.join(found)}；請只留一欄，或改名為「{name}」"
    return Problem(field, name, message)


def _found(heads: Sequence[str], names: Sequence[str]) -> list[str]:
    """The heads that are one of `names`, in the order of `names`."""
    by_fold = {fold(head): head for head in heads}
    return list(dict.fromkeys(by_fold[key] for key in map(fold, names) if key in by_fold))


_ALL = (CERTIFICATE, MEMBERS, ACTIVITIES, NOMINATIONS, SHARINGS, DECISIONS, ORDERS, CANDIDATES)
KNOWN = frozenset(fold(name) for fields in _ALL for names in fields.values() for name in names)
_FOLDED_NAMES = frozenset(map(fold, NAMES))
_FOLDED_UNIFORM_NUMBERS = frozenset(map(fold, UNIFORM_NUMBERS))


def seems_known(head: str) -> bool:
    """Whether a head that we know stands within it."""
    return any(len(name) > 1 and name in fold(head) for name in KNOWN)


def is_known(head: str) -> bool:
    return fold(head) in KNOWN


@cache
def holds_names(head: str) -> bool:
    return fold(head) in _FOLDED_NAMES


@cache
def holds_uniform_numbers(head: str) -> bool:
    return fold(head) in _FOLDED_UNIFORM_NUMBERS
