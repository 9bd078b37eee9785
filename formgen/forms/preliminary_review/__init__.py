"""推行職業安全衛生優良單位初審意見表

Source: 勞動部113年1月19日勞職授字第1130202337號函 附件二. All of it is the reviewing body's.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.preliminary_review.answers import OFFICIAL, PreliminaryReview
from formgen.forms.preliminary_review.rules import check

FORM = Form(
    name="preliminary_review",
    answers=PreliminaryReview,
    folder=Path(__file__).parent,
    check=check,
    sections=(
        Section("basic", "基本資料", ("year", "unit_name", "body")),
        Section("confirmation", OFFICIAL.confirmation.heading, ("confirmation",)),
        Section(
            "opinion",
            OFFICIAL.opinion.heading,
            ("strengths", "suggestions"),
            hint=f"{OFFICIAL.hints.supplement_5}。",
        ),
    ),
)
