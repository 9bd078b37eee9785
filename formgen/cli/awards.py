"""The command that turns an alliance's activities into points, winners and papers."""

import argparse

from formgen.cli.streams import say


def awards(options: argparse.Namespace) -> int:
    from formgen.awards.papers import make
    from formgen.renditions import write_all

    papers = make(options.workbook)
    paths = write_all(options.folder, papers.files)
    say(*papers.warnings)
    print(*paths, sep="\n")
    return 0
