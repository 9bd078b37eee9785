"""What can go wrong, said in the words of the person who has to mend it."""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Level = Literal["error", "gap", "warning"]
LEVEL_NAMES: dict[Level, str] = {"error": "錯誤", "gap": "待補", "warning": "提醒"}


@dataclass(frozen=True)
class Problem:
    """One thing to mend in the answers.

    `field` is the answers' path (``rates.0.unit.frequency``), `label` the words that stand on the
    form. An error always blocks, a gap blocks a final print only, a warning never.
    """

    field: str
    label: str
    message: str
    level: Level = "error"
    rule: str = ""

    def __str__(self) -> str:
        rule = f"（{self.rule}）" if self.rule else ""
        label = f"{self.label}：" if self.label else ""
        return f"{LEVEL_NAMES[self.level]}　{label}{self.message}{rule}"


class FormgenError(Exception):
    """Base of all errors that a person can mend; the class docstring is the sentence."""

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        self.__dict__.update(facts)
        super().__init__((self.__class__.__doc__ or "").format(**facts))

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors travel from worker processes; Exception's own way would call the class with the sentence.
        return _again, (type(self), self.facts)


def _again(kind: type[FormgenError], facts: dict[str, Any]) -> FormgenError:
    error = kind.__new__(kind)
    FormgenError.__init__(error, **facts)
    return error


_WHY = {
    errno.ENOENT: "找不到檔案或資料夾",
    errno.EISDIR: "這是資料夾，不是檔案",
    errno.ENOTDIR: "路徑中間有一段是檔案，不是資料夾",
    errno.EEXIST: "同名的檔案已存在，不是資料夾",
    errno.EACCES: "沒有權限，請換一個位置",
    errno.EPERM: "沒有權限，請換一個位置",
    errno.EROFS: "位置是唯讀的，請換一個",
    errno.ENOSPC: "磁碟已滿",
    errno.ENAMETOOLONG: "檔名太長",
    errno.ELOOP: "捷徑互相指來指去",
    errno.EINVAL: "系統不接受這個檔名或位置，請換一個",
    errno.EILSEQ: "檔名有系統不接受的字，請換一個",
    errno.EBUSY: "檔案正由其他程式使用，請關閉後再試",
    errno.ETXTBSY: "檔案正由其他程式使用，請關閉後再試",
    errno.EAGAIN: "檔案正由其他程式使用，請稍後再試",
    errno.EDQUOT: "磁碟配額已滿",
    errno.EFBIG: "檔案太大，超過系統的上限",
    errno.ENOMEM: "記憶體不足，請關閉其他程式後再試",
    errno.EMFILE: "同時開啟的檔案太多，請關閉一些後再試",
    errno.ENFILE: "同時開啟的檔案太多，請關閉一些後再試",
    errno.EIO: "磁碟或裝置讀寫失敗，請換一個位置，並檢查裝置",
    errno.ENXIO: "裝置不存在或沒有接上",
    errno.ENODEV: "裝置不存在或沒有接上",
    errno.EXDEV: "不能跨磁碟搬移，請換一個位置",
    errno.ENOTSUP: "這個位置不支援這個動作，請換一個",
    errno.ESTALE: "網路資料夾的連線已失效，請重新連線後再試",
    errno.ENOTCONN: "網路資料夾的連線已失效，請重新連線後再試",
    errno.ENOLINK: "網路資料夾的連線已失效，請重新連線後再試",
    errno.ETIMEDOUT: "等候逾時，請檢查網路後再試",
}


def why(error: OSError) -> str:
    """What the system refused, in Chinese.

    >>> why(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    '找不到檔案或資料夾'
    """
    return _WHY.get(error.errno or 0, f"系統回報 {error.strerror or error}")


class InvalidAnswers(FormgenError):
    """有 {count} 個問題。"""

    problems: Sequence[Problem]
    answers: Any

    def __init__(self, problems: Sequence[Problem], answers: Any = None) -> None:
        super().__init__(problems=problems, count=len(problems), answers=answers)


class InvalidRows(InvalidAnswers):
    """名單有 {count} 個問題。"""


class UnknownForm(FormgenError):
    """沒有名為「{name}」的表單。{hint}"""


class UnreadableFile(FormgenError):
    """無法讀取「{file}」：{reason}"""


class UnreadableYear(FormgenError):
    """年度：{reason}"""


class CannotWrite(FormgenError):
    """無法寫入「{file}」：{reason}"""


class TemplateError(FormgenError):
    """範本「{template}」有誤：{reason}"""


class RenderingError(FormgenError):
    """無法產生 PDF：{reason}"""


class BadEvidence(FormgenError):
    """佐證檔案「{file}」：{reason}"""
