"""An ODT taken apart: its text, and the answers in its properties."""

import json
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from formgen.render.word.collect import DAMAGE, parsed
from formgen.render.word.package import ANSWERS_PROPERTY
from formgen.render.word.xml import Element

_MIMETYPE = b"application/vnd.oasis.opendocument.text"
_LONGEST = 1024
_EDITION = "OOXMLCorePropertyVersion"


class NotAnOdt(ValueError):
    """這個 ODT 檔已損壞，或有密碼；請交沒有密碼的原檔。"""

    def __str__(self) -> str:
        return self.__doc__ or ""


@dataclass(frozen=True)
class Odt:
    """The body of the text, the envelope of hidden answers if there is one, title and edition of the form."""

    body: Element
    envelope: dict[str, Any] | None
    title: str
    edition: str


def is_odt(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            has_it = "mimetype" in package.namelist() and package.getinfo("mimetype").file_size < _LONGEST
            return has_it and package.read("mimetype").startswith(_MIMETYPE)
    except DAMAGE:
        return False


def open_file(content: bytes) -> Odt:
    """Take an ODT apart. Raises NotAnOdt."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            text = parsed(package, "content.xml").find("{*}body/{*}text")
            meta = parsed(package, "meta.xml")
        if text is None:
            raise NotAnOdt
        said = {_name(one): one.text or "" for one in meta.iter("{*}user-defined")}
        envelope = json.loads(said.get(ANSWERS_PROPERTY, "null"))
    except DAMAGE as error:
        raise NotAnOdt from error
    title = meta.findtext(".//{*}title") or ""
    return Odt(text, envelope if isinstance(envelope, dict) else None, title, said.get(_EDITION, ""))


def _name(property_: Element) -> str:
    return next((value for key, value in property_.items() if key.endswith("}name")), "")
