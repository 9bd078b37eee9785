"""優良單位現場評鑑評分表

A sheet of ours, not an official form: 補充說明五 has the reviewing body score item by item, and each assessor needs
paper to do so on site. It quotes the 34 items of 附表一.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.onsite_scoring.answers import ITEMS, OFFICIAL, OnsiteScoring
from formgen.forms.onsite_scoring.rules import check

FORM = Form(
    name="onsite_scoring",
    answers=OnsiteScoring,
    folder=Path(__file__).parent,
    check=check,
    sections=(
        Section("basic", "基本資料", ("year", "unit_name", "body", "assessor", "date")),
        *(
            Section(
                f"items-{place}",
                one.heading.rstrip("。"),
                tuple(f"items.{item.number}" for item in ITEMS.values() if item in one.items),
            )
            for place, one in enumerate(OFFICIAL.quoted.sections, 1)
        ),
        Section("opinion", "優點與建議", ("strengths", "suggestions")),
    ),
)
