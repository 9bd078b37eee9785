"""The pages of 附表四: the head, and the nine 大項."""

from formgen.form import Section
from formgen.forms.five_star_self_assessment.answers import FiveStarSelfAssessment
from formgen.forms.five_star_self_assessment.checks import CHECKS, DONE, NOT_APPLICABLE, OFFICIAL
from formgen.sections import sections_of

_HINT = f"逐項檢視：選「已辦理」（表上印 {DONE}），或選「不適用」（表上印 {NOT_APPLICABLE}）並備妥不適用之佐證資料；並填檢核日期與人員。"

PAGES = (
    sections_of(FiveStarSelfAssessment)[0],
    *(
        Section(
            f"checks-{place}",
            "".join(one.heading),
            tuple(f"checks.{number}" for number in CHECKS if number.startswith(f"{place}-")),
            hint=_HINT,
        )
        for place, one in enumerate(OFFICIAL.sections, 1)
    ),
)
