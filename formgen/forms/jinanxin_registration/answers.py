"""What a contractor says to have its works registered, and the part of 臺中市勞動檢查處."""

from pathlib import Path
from typing import Literal

from formgen.answers import Answers, ask, many, part
from formgen.form import read_official
from formgen.kinds import Choice, Count, Date, Email, Lines, Money, Phone, Text, UniformNumber

OFFICIAL = read_official(Path(__file__).parent)
_UNIT, _WORKS, _CONTRACTORS, _REVIEW = OFFICIAL.unit, OFFICIAL.works, OFFICIAL.contractors, OFFICIAL.review


class Manager(Answers):
    """經營負責人, as 公司法第8條 defines."""

    title: Text = ask("職稱", hint="例如董事長、總經理。")
    name: Text = ask("姓名", hint="計畫四(二)1(1)：經營負責人依《公司法》第 8 條定義之。", required=True)


class SiteManager(Answers):
    name: Text = ask("姓名", hint=OFFICIAL.hints.rule_4_2_1_2, required=True)
    phone: Phone = ask("電話")


class Contractor(Answers):
    kind: Choice[Literal["承攬人", "再承攬人"]] = ask(_CONTRACTORS.kind)
    name: Text = ask(_CONTRACTORS.name)
    uniform_number: UniformNumber = ask(_CONTRACTORS.uniform_number)
    manager: Text = ask(_CONTRACTORS.manager)
    work: Text = ask(_CONTRACTORS.work)


class Review(Answers):
    """What 臺中市勞動檢查處 fills."""

    result: Choice[Literal["完成登錄", "應補正"]] = ask("審核結果")
    completion: Lines = ask("應補正事項", when="result=應補正")
    letter: Text = ask(_REVIEW.letter, hint="日期與字號。")


class JinanxinRegistration(Answers):
    filled_on: Date = ask("申請日期", hint="可留空，印出後再手寫。")
    unit_name: Text = ask(_UNIT.name, hint="施工廠商的全名。", required=True)
    uniform_number: UniformNumber = ask(_UNIT.uniform_number, hint="8 位數字。", required=True)
    address: Text = ask(_UNIT.address, required=True)
    manager: Manager = part(_UNIT.manager, Manager)
    contact: Text = ask(_UNIT.contact, required=True)
    phone: Phone = ask(_UNIT.phone, hint="含區碼；手機也可以。", required=True)
    email: Email = ask(_UNIT.email)
    project_name: Text = ask(_WORKS.name, hint="與契約相同；一項工程一份申請書。", required=True)
    project_location: Text = ask(_WORKS.location, hint="例如臺中市○○區○○路○○號。", required=True)
    ownership: Choice[Literal["本府公共工程", "其他公共工程", "民間工程"]] = ask(
        _WORKS.ownership, hint="本府是臺中市政府；本府公共工程有取得分級的期限（計畫七(一)）。", required=True
    )
    owner: Text = ask(_WORKS.owner, hint="民間工程填業主。", required=True)
    contract_amount: Money = ask("契約金額（元）", hint="新臺幣元，例如 36,500,000。", required=True)
    working_days: Count = ask("工期（工作天）", hint="契約以日曆天計者，請換算為工作天。", required=True)
    commenced_on: Date = ask(_WORKS.commenced_on, hint="還沒有開工請填預定日期；用來算取得分級的期限。")
    completed_on: Date = ask(_WORKS.completed_on)
    site_manager: SiteManager = part(_WORKS.site_manager, SiteManager)
    contractors: list[Contractor] = many("承攬人及再承攬人", Contractor, each="第{}家")
    review: Review = part("勞動檢查處填寫", Review, by_reviewer=True)
