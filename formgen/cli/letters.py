"""The commands for letters."""

import argparse

from formgen.cli.progress import Progress
from formgen.cli.streams import print_json, say, tell


def letters(options: argparse.Namespace) -> int:
    from formgen.letters import bulk

    made, problems = bulk.of_file(options.source, is_each=options.each)
    say(*problems)
    with Progress() as progress:
        paths = bulk.write(options.folder, made, progress)
    tell(*paths)
    say(f"{len(made)} 份函，每份有 Word 與 PDF。")
    return 0


def forward(options: argparse.Namespace) -> int:
    from formgen.letters.bulk import TO_ALL
    from formgen.letters.forwarding import forward as forwarding
    from formgen.letters.known import known, read, still_open

    said, doubtful = read(options.source)
    say(*doubtful)
    answers = forwarding(said, known(options.letter))
    print_json(answers)
    # Who gets each letter is worked out from 正本 and 副本.
    if labels := still_open(answers | {"recipient": {"name": TO_ALL}}):
        say(f"還沒有填的：{'、'.join(labels)}。填好後用 formgen letters 做成函。")
    return 0
