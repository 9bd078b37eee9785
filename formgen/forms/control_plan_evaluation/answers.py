"""What an evaluation says: each plan with its results, item by item, and the opinion on it."""

from pathlib import Path

from formgen.answers import Answers, ask, many
from formgen.form import read_official
from formgen.kinds import Clauses, Text, Year

_TABLE = read_official(Path(__file__).parent).table


class Plan(Answers):
    number: Text = ask(_TABLE.item)
    name: Text = ask(_TABLE.name)
    results: Clauses = ask(
        _TABLE.results,
        hint="一項一行，以「一、」「(1)」等標號開頭；印出時自動縮排。要畫底線的文字，前面寫 <u>，後面寫 </u>。",
    )
    opinion: Clauses = ask(_TABLE.opinion, hint="例如「推動事項、執行經費及進度皆符合規定。」")


class ControlPlanEvaluation(Answers):
    agency: Text = ask("機關", hint="機關全銜。", required=True)
    year: Year = ask("年度", hint="評核的民國年。", required=True)
    plans: list[Plan] = many("計畫", Plan, each="第{}列")
