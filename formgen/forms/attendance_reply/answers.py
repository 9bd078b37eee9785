"""What a member says about coming to a meeting; what the meeting is, the office has said before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from formgen.answers import Answers, ask, many, part
from formgen.errors import Problem
from formgen.form import read_official
from formgen.kinds import Choice, Date, Email, Phone, Text

OFFICIAL = read_official(Path(__file__).parent)
_EVENT, _REPLY, _CONTACT = OFFICIAL.event, OFFICIAL.reply, OFFICIAL.contact
COMES, STAYS = "出席", "不克出席"


class Event(Answers):
    name: Text = ask("活動名稱")
    time: Text = ask(_EVENT.time, hint="例如「112年11月21日（星期二）上午10時30分」。")
    place: Text = ask(_EVENT.place)
    participants: Text = ask(_EVENT.participants)
    deadline: Date = ask(_EVENT.deadline)


class Attendee(Answers):
    title: Text = ask(OFFICIAL.attendees.title)
    name: Text = ask(OFFICIAL.attendees.name)


class Contact(Answers):
    contact: Text = ask(_CONTACT.contact, required=True)
    phone: Phone = ask(_CONTACT.phone, required=True)
    email: Email = ask(_CONTACT.email)


class AttendanceReply(Answers):
    event: Event = part("活動", Event, by_reviewer=True)
    unit_name: Text = ask(_REPLY.unit_name, required=True)
    intention: Choice[Literal["出席", "不克出席"]] = ask(_REPLY.intention, required=True)
    attendees: list[Attendee] = many(OFFICIAL.attendees.label, Attendee, each="第{}位", exactly=4)
    contact: Contact = part("聯絡方式", Contact)


def check(answers: Any) -> Iterator[Problem]:
    """Who comes is named, and who stays away names nobody."""
    has_named = any(not one.is_empty for one in answers.attendees)
    if answers.intention == COMES and not has_named:
        yield Problem("attendees.0.name", "出席人員", "出席時請填至少一位", "gap")
    if answers.intention == STAYS and has_named:
        yield Problem("intention", "出席意願", f"選了「{STAYS}」，卻填了出席人員；請確認", "warning")
