"""A bundle's print copy: 42 files of 50 pages with text and scans, numbered and joined, beside pypdf doing the same.

Each runs in a process of its own, so that its peak memory is its own.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from time import perf_counter

FILES, PAGES, SCANS = 42, 50, 10


def make(folder: Path) -> None:
    """The files: text in one font that all share, and a scan of 200 dpi on some pages, another in each file."""
    import pikepdf
    from pikepdf import Dictionary, Name
    from PIL import Image

    from formgen.render import pdf as render

    style = "@page { size: A4; margin: 25mm } p { font: 12pt/1.6 'Formgen Kai'; margin: 0 } div { break-after: page }"
    sheet = "<div>" + "<p>採購管理之安全衛生規範，應明定於契約，並留存查核紀錄備查。</p>" * 30 + "</div>"
    text = BytesIO(render.draw(f"<style>{style}</style>{sheet * PAGES}")[0])
    noise = Image.effect_noise((1654, 2339), 20).point([min(255, level + 100) for level in range(256)])
    for number in range(FILES):
        with pikepdf.open(text) as pdf:
            for place in range(0, PAGES, PAGES // SCANS):
                scan = BytesIO()
                noise.point([min(255, level + 100 + number + place) for level in range(256)]).save(
                    scan, "JPEG"
                )
                picture = pdf.make_stream(
                    scan.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=1654, Height=2339,
                    BitsPerComponent=8, ColorSpace=Name.DeviceGray, Filter=Name.DCTDecode,
                )  # fmt: skip
                page = pdf.pages[place]
                page.obj.Resources = Dictionary(XObject=Dictionary(Scan=picture))
                page.obj.Contents = pdf.make_stream(b"q 595.28 0 0 841.89 0 0 cm /Scan Do Q")
            pdf.save(folder / f"{number:02}.pdf")


def ours(files: list[Path], to: Path) -> None:
    from formgen.evidence.collate import Part, collate

    collate(
        [Part(file.stem, file, f"{int(file.stem) % 9 + 1}-1-{int(file.stem)}") for file in files],
        to,
        "列印本",
    )


def pypdf_plain(files: list[Path], to: Path) -> None:
    """What one writes with pypdf: append, and lay a page with the number over each page."""
    from pypdf import PdfReader, PdfWriter

    from formgen.render import pdf as render

    writer = PdfWriter()
    for file in files:
        page = f"<style>@page {{ size: A4; margin: 5mm }} p {{ text-align: right }}</style><p>{file.stem}</p>"
        overlay = PdfReader(BytesIO(render.draw(page)[0])).pages[0]
        first = len(writer.pages)
        writer.append(file)
        for number in range(first, len(writer.pages)):
            writer.pages[number].merge_page(overlay)
    writer.write(to)


WAYS = {"ours": ours, "pypdf": pypdf_plain}


def measured(way: str, folder: Path) -> tuple[float, int, int]:
    """Seconds, MB at the peak, and bytes of the file, of a process of its own."""
    to = folder / f"{way}.out"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.evidence", way, str(folder), str(to)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    taken, peak = done.stdout.split()
    return float(taken), int(peak) // 1024, to.stat().st_size


def lines() -> Iterator[tuple[str, str, float | None, str]]:
    """What was measured, the figure, a ratio, and to what."""
    pages = FILES * PAGES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        total = sum(file.stat().st_size for file in folder.glob("*.pdf"))
        theirs = measured("pypdf", folder)
        our = measured("ours", folder)
    what = f"{FILES} files of {PAGES} pages"
    yield f"evidence, {what}, sum of the files", f"{total / 2**20:.0f} MB", None, ""
    for way, (taken, peak, size) in (("ours", our), ("pypdf", theirs)):
        ratios = (taken / theirs[0], peak / (total / 2**20), size / total)
        yield (
            f"evidence, {way}: time ({pages / taken:.0f} pages a second)",
            f"{taken:.2f} s",
            ratios[0],
            "pypdf",
        )
        yield f"evidence, {way}: peak memory", f"{peak} MB", ratios[1], "sum of the files"
        yield f"evidence, {way}: print copy", f"{size / 2**20:.0f} MB", ratios[2], "sum of the files"


def main(way: str, folder: str, to: str) -> None:
    files = sorted(Path(folder).glob("*.pdf"))
    start = perf_counter()
    WAYS[way](files, Path(to))
    taken = perf_counter() - start
    status = Path("/proc/self/status").read_text()
    print(taken, status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
