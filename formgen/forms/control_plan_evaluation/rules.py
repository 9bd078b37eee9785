"""What the rows of an evaluation owe: nothing of a plan is left open, and no number stands twice."""

from collections.abc import Iterator
from typing import Any

from formgen.errors import Problem
from formgen.forms.control_plan_evaluation.answers import Plan


def check(answers: Any) -> Iterator[Problem]:
    if not any(not one.is_empty for one in answers.plans):
        yield Problem("plans", "計畫", "還沒有計畫；請填各計畫的成果與意見", "gap")
    numbers: set[str] = set()
    for place, plan in enumerate(answers.plans):
        if plan.is_empty:
            continue
        path, label = f"plans.{place}", f"計畫／第{place + 1}列"
        for name, info in Plan.model_fields.items():
            if getattr(plan, name) is None:
                yield Problem(f"{path}.{name}", f"{label}／{info.title}", "尚未填寫", "gap")
        if plan.number in numbers:
            message = f"項次「{plan.number}」前面已經有了；請確認"
            yield Problem(f"{path}.number", f"{label}／項次", message, "warning")
        numbers.update(filter(None, [plan.number]))
