"""``python -m sidegloss``: the same as the command ``sidegloss``."""

from sidegloss.cli import main

if __name__ == "__main__":
    main()
