"""All commands and their options."""

import argparse
from pathlib import Path
from typing import Any

from formgen import __version__
from formgen.cli import bundles, forms
from formgen.cli.serve import serve
from formgen.cli.usage import Parser


def parser() -> Parser:
    """All commands and their options."""
    root = Parser(
        prog="formgen", description="把填答做成可列印的正式表單（Word 與 PDF），也把填好的表單讀回來。"
    )
    root.add_argument("--version", action="version", version=f"formgen {__version__}")
    commands = root.add_subparsers(title="指令", metavar="COMMAND", required=True)

    def add(name: str, run: Any, about: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=about, description=about)
        command.set_defaults(run=run)
        return command

    list_ = add("list", forms.list_forms, "列出所有表單：名稱、標題、版次、計畫")
    list_.add_argument("--json", action="store_true", help="以 JSON 列出")

    blank = add("blank", forms.blank, "產生空白表單，逐一印出檔名")
    blank.add_argument("form", metavar="FORM", nargs="+", help="表單名稱，見 formgen list")
    _add_output(blank)

    example = add("example", forms.example, "印出範例填答（JSON）")
    schema = add("schema", forms.schema, "印出填答的 JSON Schema")
    check = add("check", forms.check, "檢查填答：列出所有問題、自評分數與可提高分數之處")
    fill = add("fill", forms.fill, "把填答做成 Word 與 PDF，逐一印出檔名")
    example.add_argument("name", metavar="FORM|PROGRAMME", help="表單或計畫的名稱")
    for command in (schema, check, fill):
        command.add_argument("form", metavar="FORM", help="表單名稱，見 formgen list")
    for command in (check, fill):
        command.add_argument("answers", metavar="ANSWERS.json", help="填答；- 表示從標準輸入讀")
    check.add_argument("--json", action="store_true", help="以 JSON 列出")
    check.add_argument("--year", metavar="年度", help="活動的民國年，例如 116；取代填答裡的年度")
    _add_output(fill)
    fill.add_argument("--final", action="store_true", help="定稿：有未填的必填欄位就不產生檔案")

    bundle = add("bundle", bundles.bundle, "把表單與佐證資料做成交件用的套件（ZIP）")
    renew = add("renew", bundles.renew, "以去年的填答開始今年的：統計年度往前移，每年不同的答案清空")
    for command in (bundle, renew):
        command.add_argument("name", metavar="FORM|PROGRAMME", help="表單或計畫的名稱")
        command.add_argument(
            "answers", metavar="ANSWERS", help="填答 JSON、Word、PDF 或套件；- 表示從標準輸入讀"
        )
    bundle.add_argument("--evidence", metavar="DIR", type=Path, help="放佐證資料的資料夾，檔案以編號命名")
    bundle.add_argument("-o", dest="output", metavar="OUT.zip", type=Path, required=True, help="要寫的套件")
    bundle.add_argument("--final", action="store_true", help="定稿：有未填的必填欄位或缺佐證就不產生")
    renew.add_argument("--year", metavar="年度", help="新的民國年；不寫就是下一年")

    read = add("read", forms.read, "把填好的 Word、PDF 或套件讀回填答（JSON）")
    read.add_argument("file", metavar="FILE", type=Path, help="本系統產生、填好的 .docx 或 .pdf，或套件 .zip")
    add("check-forms", forms.check_forms, "檢查每一種表單：欄位、版面、Word 檔與官方文字彼此一致")

    web = add("serve", serve, "啟動網頁服務，用瀏覽器填表")
    web.add_argument("--host", default="127.0.0.1", help="要聽的位址，預設只有這部電腦")
    web.add_argument("--port", type=int, default=8000, help="要聽的埠；0 表示任何一個空的")
    return root


def _add_output(command: argparse.ArgumentParser) -> None:
    command.add_argument("-o", dest="folder", metavar="DIR", type=Path, default=Path(), help="放檔案的資料夾")
    command.add_argument("--format", choices=("docx", "pdf"), help="只要其中一種（預設兩種都要）")
    command.add_argument("--year", metavar="年度", help="活動的民國年，例如 116")
