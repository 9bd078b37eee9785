"""Two pages of the web service as small pictures: `python scripts/web_pictures.py FOLDER`; Chromium draws them."""

import os
import shutil
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

WIDTH, HEIGHT, COLOURS = 820, 900, 32


def take(page: Page, picture: Path) -> None:
    with Image.open(BytesIO(page.screenshot())) as shown:
        shown.convert("RGB").quantize(COLOURS).save(picture, optimize=True)
    print(picture)


def make(address: str, folder: Path) -> None:
    """The start page, and a section of 附件1 with the example's answers."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(base_url=address, viewport={"width": WIDTH, "height": HEIGHT})
        page.goto("/")
        take(page, folder / "web-start.png")
        page.goto("/programmes/coaching")
        page.get_by_role("button", name="開始填寫").click()
        page.get_by_role("button", name="填入範例").click()
        page.get_by_role("link", name="基本資料").first.click()
        take(page, folder / "web-section.png")
        browser.close()


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        settings = Path(name) / "settings.toml"
        settings.write_text(f'[web]\ndata = "{name}/data"\n', encoding="utf-8")
        service = subprocess.Popen(
            [sys.executable, "-m", "formgen.cli", "serve", "--port", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=os.environ | {"FORMGEN_SETTINGS": str(settings)},
        )  # fmt: skip
        try:
            make(service.stdout.readline().strip() if service.stdout else "", folder)
        finally:
            service.terminate()
            service.communicate()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
