"""分享成果意願調查表

A draft of ours: the letter 強綜字第1120002418號 asks for it by a link, so its own text is not known. What it asks follows
from the letter and the 活動說明.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.sharing_survey.answers import SharingSurvey, check

FORM = Form(
    name="sharing_survey",
    answers=SharingSurvey,
    folder=Path(__file__).parent,
    check=check,
    sections=(
        Section("reply", "分享意願", ("unit_name", "intention", "topic", "outline", "speaker", "contact")),
    ),
)
