"""Word and ODT files as PDF, by LibreOffice if there is one."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from formgen.errors import BadEvidence
from formgen.paths import FONTS

SECONDS = 90
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


def as_pdf(source: Path, kind_name: str, to: Path) -> None:
    """Write the document as PDF. Raises BadEvidence: no LibreOffice, too slow, or not readable."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        reason = f"{kind_name}要靠 LibreOffice 轉成 PDF，這台電腦沒有安裝；請用 Word 另存成 PDF 再放入"
        raise BadEvidence(file=source.name, reason=reason)
    with tempfile.TemporaryDirectory() as folder:
        made = _convert(program, source, Path(folder))
        if made is None:
            reason = f"LibreOffice 無法在 {SECONDS} 秒內把它轉成 PDF；檔案可能損壞或有密碼，請用 Word 另存成 PDF 再放入"
            raise BadEvidence(file=source.name, reason=reason)
        shutil.move(made, to)


def _convert(program: str, source: Path, folder: Path) -> Path | None:
    """Run LibreOffice with a profile of its own: one that is open on the desktop would take the work over."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "\n".join(_ITEM.format(*one) for one in _CAREFUL)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), encoding="utf-8")
    fonts = folder / "fonts.conf"
    aliases = "\n  ".join(map(_ALIAS.format, _NAMES))
    fonts.write_text(_FONTS.format(fonts=escape(str(FONTS)), aliases=aliases), encoding="utf-8")
    # A copy under a plain name: a file called --help would be an option.
    copy = folder / f"evidence{source.suffix.lower()}"
    shutil.copyfile(source, copy)
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), str(copy),
    ]  # fmt: skip
    environment = os.environ | {"FONTCONFIG_FILE": str(fonts)}
    with subprocess.Popen(  # noqa: S603 # a program found on PATH, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            # soffice is a script; what hangs is a child of it.
            os.killpg(process.pid, signal.SIGKILL)
    made = folder / "evidence.pdf"
    return made if made.is_file() else None
