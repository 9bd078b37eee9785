"""What a member says about sharing its results; what the meeting is, the office has said before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from formgen.answers import Answers, ask, part
from formgen.errors import Problem
from formgen.form import read_official
from formgen.kinds import Choice, Date, Email, Lines, Phone, Text

OFFICIAL = read_official(Path(__file__).parent)
_EVENT, _REPLY, _CONTACT = OFFICIAL.event, OFFICIAL.reply, OFFICIAL.contact
SHARES = "願意分享"


class Event(Answers):
    name: Text = ask("活動名稱")
    time: Text = ask(_EVENT.time, hint="例如「112年11月21日（星期二）上午10時30分」。")
    place: Text = ask(_EVENT.place)
    deadline: Date = ask(_EVENT.deadline)


class Speaker(Answers):
    name: Text = ask("姓名")
    title: Text = ask(OFFICIAL.speaker.title)


class Contact(Answers):
    contact: Text = ask(_CONTACT.contact, required=True)
    phone: Phone = ask(_CONTACT.phone, required=True)
    email: Email = ask(_CONTACT.email)


class SharingSurvey(Answers):
    event: Event = part("活動", Event, by_reviewer=True)
    unit_name: Text = ask(_REPLY.unit_name, required=True)
    intention: Choice[Literal["願意分享", "不克分享"]] = ask(_REPLY.intention, required=True)
    topic: Text = ask(_REPLY.topic, hint="主題不限，但需與職安衛有相關性。", when=f"intention={SHARES}")
    outline: Lines = ask(_REPLY.outline, when=f"intention={SHARES}")
    speaker: Speaker = part(OFFICIAL.speaker.name, Speaker, when=f"intention={SHARES}")
    contact: Contact = part("聯絡方式", Contact)


def check(answers: Any) -> Iterator[Problem]:
    """Who shares says what about and who speaks; who does not, says neither."""
    told = {
        "topic": ("分享主題", answers.topic),
        "speaker.name": ("分享人／姓名", answers.speaker.name),
    }
    for path, (label, value) in told.items():
        if answers.intention == SHARES and value is None:
            yield Problem(path, label, f"選了「{SHARES}」，請填", "gap")
        if answers.intention not in (None, SHARES) and value is not None:
            yield Problem(path, label, f"分享意願是「{answers.intention}」，這裡卻有填；請確認", "warning")
