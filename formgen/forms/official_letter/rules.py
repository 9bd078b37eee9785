"""What 文書處理手冊 asks of a letter's items and of who gets it."""

from collections.abc import Iterator
from typing import Any

from formgen.errors import Problem
from formgen.forms.official_letter import recipients
from formgen.forms.official_letter.items import counted
from formgen.tw import outline_number

# 「如正本收受者」, 「如正副本行文單位」.
_SEE_LIST = "正本", "正副本", "行文單位"


def check(answers: Any) -> Iterator[Problem]:
    """Every rule, in the order of the letter."""
    for rule in (contacts, recipient, text_or_items, levels, typed_numbers):
        yield from rule(answers)


def _warn(field: str, label: str, message: str) -> Problem:
    return Problem(field, label, message, "warning")


def contacts(answers: Any) -> Iterator[Problem]:
    for place, one in enumerate(answers.contacts):
        if one.label is None and one.value is not None:
            message = "請填欄名，例如地址、聯絡人、電話"
            yield Problem(f"contacts.{place}.label", f"聯絡方式／第{place + 1}列", message, "gap")


def recipient(answers: Any) -> Iterator[Problem]:
    """Who gets the letter stands in 正本 or 副本."""
    name = answers.recipient.name
    listed = [*recipients.split(answers.originals), *recipients.split(answers.copies)]
    if name and listed and name not in listed and not any(words in name for words in _SEE_LIST):
        yield _warn("recipient.name", "受文者", f"「{name}」不在正本或副本的名單裡；請確認")


def text_or_items(answers: Any) -> Iterator[Problem]:
    given, said = answers.explanation, list(counted(answers.explanation.items))
    if given.text and said:
        yield _warn("explanation.text", "說明", "分項時，「說明：」後面通常不寫文字；請把這段也寫成一項")
    if len(said) == 1 and not given.text:
        yield _warn(
            f"explanation.items.{said[0][0]}.level", "說明", "只有一項就不必編號；請寫在「不分項的內容」"
        )


def levels(answers: Any) -> Iterator[Problem]:
    """A level begins below an item of the level above it, and 甲 to 癸 are ten."""
    above = -1
    for place, level, number in counted(answers.explanation.items):
        field, label = f"explanation.items.{place}.level", f"說明／第{place + 1}項"
        if level > above + 1:
            higher, here = outline_number.LEVELS[level - 1], outline_number.LEVELS[level]
            yield _warn(field, label, f"「{here}」的上一層「{higher}」還沒有項目；請改層次")
        try:
            outline_number.show(level, number)
        except outline_number.TooMany as error:
            yield Problem(field, label, str(error))
        above = level


def typed_numbers(answers: Any) -> Iterator[Problem]:
    for place, item in enumerate(answers.explanation.items):
        if typed := outline_number.leading(item.text or ""):
            message = f"標號自動印出，內容開頭的「{typed}」會重複；請刪去，並選對層次"
            yield _warn(f"explanation.items.{place}.text", f"說明／第{place + 1}項", message)
