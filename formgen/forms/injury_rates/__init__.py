"""失能傷害頻率與嚴重率統計表

A sheet of ours, not an official form. It serves 補充說明三(三) of 附表一: units of fewer than 50 people that need
not file the monthly report hand in the figures behind 災害頻率 and 嚴重率.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.injury_rates.answers import OFFICIAL, InjuryRates
from formgen.forms.injury_rates.rules import check
from formgen.forms.injury_rates.totals import compute, facts
from formgen.sections import sections_of

FORM = Form(
    name="injury_rates",
    answers=InjuryRates,
    folder=Path(__file__).parent,
    check=check,
    compute=compute,
    facts=facts,
    sections=(
        sections_of(InjuryRates)[0],
        *(
            Section(
                f"years-{place}",
                f"前三年度之第{place}年",
                (f"years.{place - 1}",),
                hint=f"第1年是最早的一年。{OFFICIAL.monthly.note}",
            )
            for place in (1, 2, 3)
        ),
    ),
)
