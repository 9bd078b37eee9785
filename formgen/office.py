"""LibreOffice, if there is one: it turns many files in one process, with a profile of its own and our fonts."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from formgen.paths import FONTS

SECONDS = 90
# A file more takes a third of a second; a slow machine gets ten times as long.
_SECONDS_EACH = 3
_PROGRAMS = ("soffice", "libreoffice")
# The person's own fonts come first; ours stand in for the ones that Taiwan's offices name.
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  {aliases}
</fontconfig>
"""
_ALIAS = '<alias binding="same"><family>{}</family><accept><family>Formgen Kai</family></accept></alias>'
_NAMES = ("標楷體", "DFKai-SB", "BiauKai", "新細明體", "PMingLiU", "細明體", "MingLiU")
# A document runs no macro, and fetches nothing from the network.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse">'
    "<value>{}</value></prop></item>"
)
_CAREFUL = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Writer/Content/Update", "Link", "0"),
)


def is_installed() -> bool:
    return _program() is not None


def _program() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def convert(sources: Sequence[Path], to: str, folder: Path) -> list[Path]:
    """Each of `sources`, files of plain names in `folder`, with another ending there, as the filter `to` makes it.

    ``pdf:writer_pdf_Export``, ``odt:writer8``. One that LibreOffice cannot turn, or not in time, is not there.
    """
    program = _program()
    made = [source.with_suffix(f".{to.partition(':')[0]}") for source in sources]
    if program is None:
        return made
    fonts = _set_up(folder)
    # A profile of its own: an office suite that is open on the desktop would take the work over.
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--convert-to", to, "--outdir", str(folder), *map(str, sources),
    ]  # fmt: skip
    with subprocess.Popen(  # noqa: S603 # a program found on PATH, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
        start_new_session=True,
    ) as process:
        try:
            process.wait(SECONDS + _SECONDS_EACH * (len(sources) - 1))
        except subprocess.TimeoutExpired:
            # soffice is a script; what hangs is a child of it.
            os.killpg(process.pid, signal.SIGKILL)
    return made


def _set_up(folder: Path) -> Path:
    """Write the profile, and what fontconfig is told."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "\n".join(_ITEM.format(*one) for one in _CAREFUL)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), encoding="utf-8")
    fonts = folder / "fonts.conf"
    aliases = "\n  ".join(map(_ALIAS.format, _NAMES))
    fonts.write_text(_FONTS.format(fonts=escape(str(FONTS)), aliases=aliases), encoding="utf-8")
    return fonts
