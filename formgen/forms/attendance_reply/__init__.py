"""出席表單

A draft of ours: the letter 強綜字第1120002418號 asks for it by a link, so its own text is not known. What it asks follows
from the letter and the 活動說明.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.attendance_reply.answers import AttendanceReply, check

FORM = Form(
    name="attendance_reply",
    answers=AttendanceReply,
    folder=Path(__file__).parent,
    check=check,
    sections=(Section("reply", "出席意願", ("unit_name", "intention", "attendees", "contact")),),
)
