"""金安心經營負責人授權書

A draft of ours: 臺中市政府金安心工程計畫 names this paper as its 附件三 and does not show it. The head of a unit sends
somebody else to the 負責人安全衛生研習會 by it.
"""

from pathlib import Path

from formgen.form import Form
from formgen.forms.jinanxin_authorization.answers import JinanxinAuthorization, compute
from formgen.forms.jinanxin_authorization.rules import check

FORM = Form(
    name="jinanxin_authorization",
    answers=JinanxinAuthorization,
    folder=Path(__file__).parent,
    check=check,
    compute=compute,
)
