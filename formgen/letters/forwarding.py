"""轉知: a letter that forwards another, in the words of two letters that did so.

衛生福利部113年1月29日函: 「轉知勞動部「…」選拔活動，相關資料詳如附件，請協助週知所屬會員，請查照。」, with 「勞動部函」
first among the 附件. 中華民國牙醫師公會全國聯合會113年2月23日函, which forwards that one: 「檢轉衛生福利部轉知勞動部…，
詳如說明，請查照。」, and as 說明 「檢附衛生福利部113年1月29日衛部口字第1132060119號函。」
"""

import re
from collections.abc import Mapping
from typing import Any

from formgen import catalog, checking
from formgen.letters import FORM
from formgen.tw import date as roc_date

SUBJECT = "轉知{office}{topic}，相關資料詳如附件，請協助週知所屬會員，請查照。"
AGAIN = "檢轉{office}{topic}，詳如說明，請查照。"
EXPLANATION = "檢附{office}{date}{number}函。"
LETTER = "{office}函"
UNKNOWN = "○○"
# Told as empty places, so that nobody has to look up what they are called.
TO_FILL_IN = ("issuer", "date", "number", "originals", "copies")
_FORWARDED = ("轉知", "檢轉")
# 「如說明」, 「詳如說明 (…Attach1.pdf)」 name nothing.
_NOTHING_NAMED = re.compile(r"詳?如(說明|文|主旨)")
# The files of an electronic letter, which are not those of the new one.
_FILES = re.compile(
    r"\s*[(（][^()（）]*\.(?:pdf|docx?|odt|ods|xlsx?|jpe?g|png|zip)[^()（）]*[)）]", re.IGNORECASE
)
_BRACKETS = {"「": 1, "『": 1, "(": 1, "（": 1, "」": -1, "』": -1, ")": -1, "）": -1}


def forward(letter: Mapping[str, Any], sender: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of the letter that forwards `letter`; to whom it goes stays open. `sender` as `formgen.letters.known` tells it."""
    given: Any = checking.parse(catalog.get(FORM), letter)
    office, topic = given.issuer or UNKNOWN, topic_of(given.subject or "")
    is_again = topic.startswith(_FORWARDED)
    own = {
        "attachments": "、".join(
            filter(None, (LETTER.format(office=office), _attachments(given.attachments)))
        ),
        "subject": (AGAIN if is_again else SUBJECT).format(office=office, topic=topic),
        "explanation": {
            "text": EXPLANATION.format(
                office=office, date=roc_date.show(given.date) if given.date else "", number=given.number or ""
            )
        },
    }
    return {**dict.fromkeys(TO_FILL_IN, ""), **sender, **own}


def topic_of(subject: str) -> str:
    """What a letter is about: its subject up to the first comma that stands in no quotation, without 「有關」.

    >>> topic_of("有關「甲，乙」選拔活動，請查照。"), topic_of("檢送本會會議紀錄1份，請查照。")
    ('「甲，乙」選拔活動', '檢送本會會議紀錄1份')
    """
    depth = 0
    for place, character in enumerate(subject):
        depth += _BRACKETS.get(character, 0)
        if character in "，。" and depth <= 0:
            subject = subject[:place]
            break
    return subject.removeprefix("有關")


def _attachments(text: str | None) -> str:
    """What a letter encloses, by name.

    >>> _attachments("如說明 (A1_Attach1.pdf)"), _attachments("作業要點、意見表 (A1.PDF、A2.pdf)")
    ('', '作業要點、意見表')
    """
    named = _FILES.sub("", text or "").strip()
    return "" if _NOTHING_NAMED.match(named) else named
