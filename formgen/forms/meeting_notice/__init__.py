"""活動說明

What goes with the invitation to a meeting of the alliance: when, where, for whom, and the 議程. Source: the 活動說明 of
第2期產業本質安全推動聯盟成果發表會, sent with the letter 強綜字第1120002418號 of 112/7/26.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.meeting_notice.answers import MeetingNotice
from formgen.forms.meeting_notice.rules import check, compute

_EVENT = ("event", "status", "introduction", "day", "hour", "place", "host", "participants")

FORM = Form(
    name="meeting_notice",
    answers=MeetingNotice,
    folder=Path(__file__).parent,
    check=check,
    compute=compute,
    sections=(
        Section("event", "活動", _EVENT),
        Section("agenda", "議程", ("agenda_caption", "agenda")),
        Section("more", "出席調查與頒獎規劃", ("attendance", "awards")),
        Section("annex", "附件一", ("annex",)),
    ),
)
