"""Names of commands -> the commands, in groups for the help; other programs' names lead to ours."""

from __future__ import annotations

from typing import NoReturn

import click

from sidegloss.guesses import nearest

ELSEWHERE = {
    **dict.fromkeys(("serve", "server", "watch", "dev", "start", "run", "live"), "preview"),
    **dict.fromkeys(("init", "create", "site", "quickstart", "begin"), "new"),
    **dict.fromkeys(("publish", "gh-deploy", "push", "upload"), "deploy"),
    **dict.fromkeys(("generate", "make", "compile", "render"), "build"),
    **dict.fromkeys(("lint", "validate", "verify", "test", "doctor"), "check"),
}
"""What other programs call a command, and its name here."""

GROUPS = {
    "Write": ("new", "preview", "check"),
    "Publish": ("build", "ledger", "deploy"),
}
"""Headings of the help; a command in none of them is listed last."""

EPILOG = """Run "sidegloss COMMAND --help" for a command's options.

The manual is in the folder content/manual of the source code. Every message ends
with a code in square brackets, which the manual explains under "Messages".
"""


class Commands(click.Group):
    """The commands, grouped; an unknown name is answered with the command that was meant."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click calls it
        """Write the commands under their headings, each with its whole summary."""
        named = {name for names in GROUPS.values() for name in names}
        shown = (name for name, command in self.commands.items() if not command.hidden)
        rest = tuple(name for name in shown if name not in named)
        for heading, names in (*GROUPS.items(), ("Other", rest)):
            rows = [(name, self.commands[name].get_short_help_str(100)) for name in names]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click calls it
        """Write the epilog as it is."""
        formatter.write_paragraph()
        formatter.write(self.epilog or "")

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that *args* name. Raises UsageError, which names the one that was meant."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            self._refuse(ctx, name)
        return super().resolve_command(ctx, args)

    def _refuse(self, ctx: click.Context, name: str) -> NoReturn:
        meant = ELSEWHERE.get(name.lower()) or nearest(name.lower(), self.commands)
        hint = f" Use: sidegloss {meant}" if meant else ""
        raise click.UsageError(f"There is no command {name!r}.{hint}", ctx)
