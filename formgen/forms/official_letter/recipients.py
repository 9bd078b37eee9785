"""Who gets a letter: the names in 正本 and 副本, a list in one line, in which a bracket may hold names of its own."""

import re

from formgen.forms.official_letter.answers import OfficialLetter, Recipient

_MARK, _OPEN, _CLOSE = "、", "(（", ")）"
# 「（含附件）」 after a name is no part of it.
_REMARK = re.compile(r"[(（][^()（）]*附件[^()（）]*[)）]$")


def split(names: str | None) -> list[str]:
    """The names one by one, without remarks on attachments.

    >>> split("各縣市政府（含各直轄市及金門、連江兩縣）、甲局、乙局（均含附件）"), split(None)
    (['各縣市政府（含各直轄市及金門、連江兩縣）', '甲局', '乙局'], [])
    """
    found, depth = [""], 0
    for character in names or "":
        depth += (character in _OPEN) - (character in _CLOSE)
        if character == _MARK and depth <= 0:
            found.append("")
        else:
            found[-1] += character
    return [name for one in found if (name := _REMARK.sub("", one).strip())]


def for_each(letter: OfficialLetter) -> list[OfficialLetter]:
    """The letter once for each name in 正本 and then in 副本, which is its 受文者; addresses are not known."""
    names = dict.fromkeys([*split(letter.originals), *split(letter.copies)])
    return [letter.model_copy(update={"recipient": Recipient(name=name)}) for name in names]
