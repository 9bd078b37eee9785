"""All commands and their options."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from formgen import __version__
from formgen.cli import amend, awards, bundles, certificates, checks, forms, letters, review
from formgen.cli.serve import serve
from formgen.cli.usage import Parser, day, folder, zip_file


def parser() -> Parser:
    """All commands and their options."""
    root = Parser(
        prog="formgen", description="把填答做成可列印的正式表單（Word 與 PDF），也把填好的表單讀回來。"
    )
    root.add_argument("--version", action="version", version=f"formgen {__version__}", help="印出版本")
    commands = root.add_subparsers(title="指令", metavar="COMMAND", required=True)

    def add(name: str, run: Any, about: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=about, description=about)
        command.set_defaults(run=run)
        return command

    list_ = add("list", forms.list_forms, "列出所有表單：名稱、標題、版次、計畫")
    list_.add_argument("--json", action="store_true", help="以 JSON 列出")

    blank = add("blank", forms.blank, "產生空白表單，逐一印出檔名")
    blank.add_argument(
        "form", metavar="FORM|PROGRAMME", nargs="+", help="表單或計畫的名稱；計畫就是它的每一張表單"
    )
    _add_output(blank)

    example = add("example", forms.example, "印出範例填答（JSON）")
    schema = add("schema", forms.schema, "印出填答的 JSON Schema")
    check = add("check", checks.check, "檢查填答：列出所有問題、自評分數與可提高分數之處")
    fill = add("fill", forms.fill, "把填答做成 Word 與 PDF，逐一印出檔名")
    for command in (example, check):
        command.add_argument("name", metavar="FORM|PROGRAMME", help="表單或計畫的名稱")
    for command in (schema, fill):
        command.add_argument("form", metavar="FORM", help="表單名稱，見 formgen list")
    for command in (check, fill):
        _add_answers(command)
    check.add_argument("--json", action="store_true", help="以 JSON 列出")
    check.add_argument("--year", metavar="年度", help="活動的民國年，例如 116；取代填答裡的年度")
    _add_output(fill)
    fill.add_argument("--final", action="store_true", help="定稿：有未填的必填欄位就不產生檔案")

    bundle = add("bundle", bundles.bundle, "把表單與佐證資料做成交件用的套件（ZIP）")
    renew = add("renew", bundles.renew, "以去年的填答開始今年的：統計年度往前移，每年不同的答案清空")
    for command in (bundle, renew):
        command.add_argument("name", metavar="FORM|PROGRAMME", help="表單或計畫的名稱")
        _add_answers(command)
    bundle.add_argument("--evidence", metavar="DIR", type=Path, help="放佐證資料的資料夾，檔案以編號命名")
    bundle.add_argument(
        "-o", dest="output", metavar="OUT.zip", type=zip_file, required=True, help="要寫的套件"
    )
    bundle.add_argument("--final", action="store_true", help="定稿：有未填的必填欄位或缺佐證就不產生")
    renew.add_argument("--year", metavar="年度", help="新的民國年；不寫就是下一年")

    read = add("read", forms.read, "把填好的 Word、ODT、PDF 或套件讀回填答（JSON）")
    read.add_argument(
        "file", metavar="FILE", type=Path, help="本系統產生、填好的 .docx、.odt 或 .pdf，或套件 .zip"
    )

    amending = add("amend", amend.amend, "比對修正前後的條文，印出修正對照表的填答（JSON），改過的字畫底線")
    for name, about in (("old", "原條文"), ("new", "修正條文")):
        amending.add_argument(
            name,
            metavar=name.upper(),
            type=Path,
            help=f"{about}：純文字檔，每一條從新的一行開始；或條文的清單 .json",
        )

    winners = add(
        "awards", awards.awards, "由聯盟的活動算出積分與得獎者：積分統計表、頒獎名冊、簽收單與獎狀名單"
    )
    winners.add_argument(
        "workbook",
        metavar="WORKBOOK",
        type=Path,
        help="試算表 .xlsx、.ods，或放 成員.csv、活動.csv 等檔案的資料夾",
    )
    winners.add_argument("-o", dest="folder", metavar="DIR", type=Path, required=True, help="放檔案的資料夾")

    certificate = add(
        "certificates", certificates.certificates, "把得獎名單做成獎狀：一個 PDF，或每人一個 PDF、Word"
    )
    certificate.set_defaults(wrong=certificate.error)
    _add_certificates(certificate)

    _add_review(add)
    _add_letters(add)
    add("check-forms", forms.check_forms, "檢查每一種表單：欄位、版面、Word 檔與官方文字彼此一致")

    web = add("serve", serve, "啟動網頁服務，用瀏覽器填表")
    web.add_argument("--host", default="127.0.0.1", help="要聽的位址，預設只有這部電腦")
    web.add_argument(
        "--hash", action="store_true", help="問一個密碼，印出設定檔要寫的 password_hash，不啟動服務"
    )
    web.add_argument("--port", type=int, default=8000, help="要聽的埠；0 表示任何一個空的")
    return root


def _add_review(add: Callable[[str, Any, str], argparse.ArgumentParser]) -> None:
    """What a reviewing body works with."""
    rank = add("rank", review.rank, "初審單位：把填好的附表一、附表二排出順序，對照附表三額度，做成送件資料")
    rank.add_argument("body", metavar="BODY", help="初審單位，照附表三的名稱，例如 臺北市")
    rank.add_argument(
        "source", metavar="FOLDER", type=Path, help="放附表一、附表二與初審意見表的資料夾，子資料夾也讀"
    )
    rank.add_argument("-o", dest="folder", metavar="DIR", type=folder, required=True, help="放檔案的資料夾")
    rank.add_argument(
        "--decisions", metavar="FILE", type=Path, help="填了「決定順序」的參選清冊，或有名稱與順序的名單"
    )

    prepared = add(
        "review-papers",
        review.review_papers,
        "初審單位：由參選名單準備評鑑用的表，每個單位一個資料夾，放在一個 ZIP",
    )
    prepared.add_argument(
        "candidates",
        metavar="CANDIDATES",
        type=Path,
        help="參選名單：.csv、.xlsx、.ods，一列一個單位；- 表示從標準輸入讀",
    )
    prepared.add_argument(
        "-o", dest="output", metavar="OUT.zip", type=zip_file, required=True, help="要寫的 ZIP"
    )
    prepared.add_argument(
        "--body", metavar="BODY", required=True, help="初審單位，照附表三的名稱，例如 臺北市"
    )
    prepared.add_argument("--year", metavar="年度", required=True, help="活動的民國年，例如 116")

    incoming = add(
        "review-check", review.review_check, "核對收到的套件或填好的檔案：逐件列出缺漏，並算出補正期限"
    )
    incoming.add_argument(
        "files", metavar="FILE", type=Path, nargs="+", help="套件、Word、ODT、PDF 或 JSON，可以好幾個"
    )
    incoming.add_argument(
        "--notified", metavar="日期", type=day, help="通知補正的日期，例如 116/3/20，用來算最後一日"
    )
    incoming.add_argument("--due", metavar="日期", type=day, help="補正的最後一日由貴單位定時，例如 116/3/27")
    incoming.add_argument(
        "-o", dest="folder", metavar="DIR", type=folder, help="放補正通知（函）的資料夾；不寫就不做函"
    )
    incoming.add_argument("--json", action="store_true", help="以 JSON 列出補正通知的事實")
    for command in (rank, incoming):
        _add_letter(command)

    comparing = add("compare", review.compare, "比較同一張表單的兩份：逐欄列出原來與改過的填答")
    comparing.add_argument("before", metavar="BEFORE", type=Path, help="原來的檔案")
    comparing.add_argument("after", metavar="AFTER", type=Path, help="改過的檔案")
    comparing.add_argument("--json", action="store_true", help="以 JSON 列出")


def _add_letters(add: Callable[[str, Any, str], argparse.ArgumentParser]) -> None:
    """What an office sends."""
    many = add(
        "letters", letters.letters, "把一份函發給正本與副本的名單：一份「如正本收受者」，或每個受文者一份"
    )
    passed_on = add("forward", letters.forward, "轉知：由收到的函做出轉知的函（填答 JSON）")
    for command in (many, passed_on):
        command.add_argument(
            "source", metavar="LETTER", help="函的填答 JSON，或本系統的 Word、PDF；- 表示從標準輸入讀"
        )
    many.add_argument("-o", dest="folder", metavar="DIR", type=folder, required=True, help="放檔案的資料夾")
    many.add_argument("--each", action="store_true", help="正本與副本的每個受文者一份")
    _add_letter(passed_on)


def _add_letter(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--letter",
        metavar="LETTER",
        default="",
        help="函裡已知的事（發文機關、聯絡方式、字號、署名），JSON、Word 或 PDF；取代設定檔的 [letter]",
    )


def _add_answers(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "answers", metavar="ANSWERS", help="填答 JSON、Word、ODT、PDF 或套件；- 表示從標準輸入讀"
    )


def _add_output(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-o", dest="folder", metavar="DIR", type=folder, default=Path(), help="放檔案的資料夾"
    )
    command.add_argument(
        "--format",
        choices=("docx", "pdf", "odt"),
        help="只要其中一種（預設 docx 與 pdf；odt 要有 LibreOffice）",
    )
    command.add_argument("--year", metavar="年度", help="活動的民國年，例如 116")


def _add_certificates(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add(
        "rows",
        metavar="ROWS",
        type=Path,
        nargs="?",
        help="得獎名單：.csv、.xlsx、.ods，- 表示從標準輸入讀；一列一張獎狀",
    )
    add("-o", dest="folder", metavar="DIR", type=Path, help="放檔案的資料夾；再執行一次就接著做")
    add("--award", metavar="獎項", help="沒有寫獎項的列用這一個；也用於 --example、--test-sheet")
    add("--date", metavar="日期", help="沒有寫日期的列用這一天，例如 116/11/21")
    add("--sheet", metavar="工作表", help="試算表裡的哪一個工作表（預設第一個）")
    add("--each", action="store_true", help="另外每張一個 PDF，放在 DIR/pdf/")
    add("--docx", action="store_true", help="另外每張一個 Word 檔，放在 DIR/docx/")
    add("--only", metavar="列", help="只重印這些列：列號 3,5-9、得獎者或字號")
    add("--dry-run", action="store_true", help="試作：說明每一列會怎樣，不寫任何檔案")
    add("--preprinted", action="store_true", help="套印：只印會變的字，印在已印好的獎狀紙上")
    add("--test-sheet", action="store_true", help="印出有尺規的套印測試頁")
    add("--dask", metavar="ADDRESS", help="用 Dask 叢集做 --each 與 --docx，例如 tcp://10.0.0.1:8786")
    add("--list", action="store_true", help="列出範本與獎項")
    add("--example", action="store_true", help="印出名單範例（CSV）")
    add("--json", action="store_true", help="--list 以 JSON 列出")
