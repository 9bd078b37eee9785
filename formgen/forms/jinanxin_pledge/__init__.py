"""職業安全衛生宣誓書

A draft of ours: 臺中市政府金安心工程計畫 names this paper as its 附件二 and does not show it. What is vowed is what the
plan itself asks of those who take part. One sheet for each 原事業單位, 承攬人 and 再承攬人.
"""

from pathlib import Path

from formgen.form import Form
from formgen.forms.jinanxin_pledge.answers import JinanxinPledge, compute
from formgen.forms.jinanxin_pledge.rules import check

FORM = Form(
    name="jinanxin_pledge",
    answers=JinanxinPledge,
    folder=Path(__file__).parent,
    check=check,
    compute=compute,
)
