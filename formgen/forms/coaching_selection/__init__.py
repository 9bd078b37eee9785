"""遴選評分準則

Source: 經濟部產業發展署113年度工業安全智慧化輔導計畫 產業災防安全技術輔導申請簡章 肆、二、(三). The criteria are
official; the scoring sheet and the result below them are our own.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.coaching_selection.answers import OFFICIAL, CoachingSelection
from formgen.forms.coaching_selection.printing import compute, report
from formgen.forms.coaching_selection.rules import check

FORM = Form(
    name="coaching_selection",
    answers=CoachingSelection,
    folder=Path(__file__).parent,
    check=check,
    compute=compute,
    report=report,
    sections=(
        Section("weights", "年度與權重", ("year", "weights"), hint="不調整權重者，權重免填。"),
        Section("sheet", OFFICIAL.sheet.title, ("sheet",), hint="只印一位委員的評分表時才填。"),
        Section("candidates", "申請廠商名單", ("candidates",)),
        Section("scores", OFFICIAL.scores.title, ("scores",), hint="每位委員對每家廠商各一列。"),
        Section("members", "遴選委員名單", ("members",)),
    ),
    facts=lambda _: {},  # the committee's papers hand nothing on to an applicant's
)
