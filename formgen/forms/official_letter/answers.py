"""What an office says in a 函."""

import re
from typing import Annotated, Literal

from formgen.answers import Answers, ask, many, part
from formgen.kinds import PARAGRAPH, Choice, Date, Kind, Paragraph, PostalCode, Text, reader
from formgen.tw import outline_number, text


def _without_colon(value: str) -> str | None:
    """A label without the colon that people type along with it."""
    return text.clean_line(text.clean_line(value).rstrip(f":：{text.BLANKS}")) or None


def _one_after_the_other(value: str) -> str | None:
    """A list of names, typed one a line or in a row, as it is printed."""
    return re.sub(r"[、\s]*\n[、\s]*", "、", text.clean(value)).strip(f"、{text.BLANKS}") or None


def _level(value: str) -> str:
    """The level that a number stands for, whichever of its items: 「三、」 is of the level of 「一、」."""
    return outline_number.LEVELS[outline_number.validate(value)]


Label = Annotated[str | None, reader(_without_colon, str), Kind("text")]
Names = Annotated[str | None, reader(_one_after_the_other, str), PARAGRAPH]
# What is printed is the item's number, which `items.numbers` computes.
Level = Annotated[
    Literal["一、", "(一)", "1、", "(1)", "甲、", "(甲)"] | None,
    reader(_level, str),
    Kind("choice", lambda _: "", is_open=True),
]


class Contact(Answers):
    label: Label = ask("欄名", hint="貴機關的用字，例如地址、聯絡人、承辦人、電話、傳真、電子信箱。")
    value: Text = ask("內容")


class Recipient(Answers):
    """One office or person; who else gets the letter stands in 正本 and 副本."""

    postal_code: PostalCode = ask("郵遞區號")
    address: Text = ask("地址", hint="郵寄時才要填。")
    name: Text = ask("名稱", hint="一份函一個受文者；發給很多單位時可寫「如正本收受者」。", required=True)


class Item(Answers):
    level: Level = ask("層次", hint="標號自動接續；沒選就是「一、」這一層。")
    text: Paragraph = ask("內容", hint="不必寫標號。")


class Explanation(Answers):
    text: Paragraph = ask("不分項的內容", hint="只有一段時寫在這裡；要分項就寫在各項。")
    items: list[Item] = many("分項", Item, each="第{}項")


class Signature(Answers):
    title: Text = ask("職銜", hint="蓋職銜簽字章時可留空。")
    name: Text = ask("姓名")


class OfficialLetter(Answers):
    file_number: Text = ask("檔號")
    retention: Text = ask("保存年限", hint="例如「5年」。")
    issuer: Text = ask("發文機關全銜", required=True)
    contacts: list[Contact] = many("聯絡方式", Contact, each="第{}列")
    recipient: Recipient = part("受文者", Recipient)
    date: Date = ask("發文日期", required=True)
    number: Text = ask("發文字號", hint="整個字號，例如「○○字第1130000001號」。", required=True)
    urgency: Choice[Literal["最速件", "速件", "普通件"]] = ask("速別")
    secrecy: Text = ask("密等及解密條件或保密期限", hint="不是密件就留空。")
    attachments: Text = ask("附件", hint="沒有附件就留空。")
    subject: Paragraph = ask("主旨", hint="一段話，不分項，最後寫「請查照。」等期望語。", required=True)
    explanation: Explanation = part("說明", Explanation)
    originals: Names = ask("正本", hint="名單，以頓號或換行分開。", required=True)
    copies: Names = ask("副本", hint="名單，以頓號或換行分開。")
    signature: Signature = part("署名", Signature)
