"""This repository's own door: ``python build.py [command]``; without a command, ``build``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))

from sidegloss.cli import main

if __name__ == "__main__":
    arguments = sys.argv[1:]
    is_help = {"-h", "--help", "-V", "--version"} & set(arguments)
    if not is_help and (not arguments or arguments[0].startswith("-")):
        arguments = ["build", *arguments]
    main(arguments, default_site=Path(__file__).parent)
