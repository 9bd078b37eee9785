"""What 附表四 prints that nobody types: the number of each evidence file, and 勞工人數 from its two counts."""

from typing import Any

from formgen.forms.five_star_self_assessment.checks import FILES


def compute(answers: Any) -> dict[str, str]:
    """The file number of every cell of 檢核資料 that serves an answered check, and 勞工人數."""
    return {"headcount.text": headcount(answers.headcount), **_file_numbers(answers.checks)}


def headcount(given: Any) -> str:
    """勞工人數 as printed: typed, or 「120人」, or one line each for 原事業單位 and 承攬人."""
    if given.text is not None or given.own is None:
        return given.text or ""
    if given.contractor is None:
        return f"{given.own}人"
    return f"原事業單位：{given.own}人\n承攬人：{given.contractor}人"


def _file_numbers(checks: Any) -> dict[str, str]:
    return {
        f"=file.{file}": file if any(getattr(checks, number).result for number in numbers) else ""
        for file, numbers in FILES.items()
    }
