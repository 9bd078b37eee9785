"""What the one who consents says in 附件2; the seals are set by hand."""

from formgen.answers import Answers, ask
from formgen.kinds import PastDate, Text


class PersonalDataConsent(Answers):
    unit_name: Text = ask(
        "立同意書人", hint="請填廠商名稱；印出後蓋工廠印章（不是發票章），由工廠負責人簽章。", required=True
    )
    signed_on: PastDate = ask("簽署日期", hint="可留空，簽章時再手寫。")
