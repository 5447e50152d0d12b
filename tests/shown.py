"""A resolved site -> the views of its pages, as the tasks of a build make them."""

from __future__ import annotations

from pathlib import Path

from sidegloss.builder.arguments import Arguments
from sidegloss.builder.tasks import tasks
from sidegloss.model import Output, Site
from sidegloss.pages.context import Context
from sidegloss.theme import Theme
from sidegloss.views import Page, View


class Recorder(Theme):
    """Keeps what it renders."""

    def __init__(self) -> None:
        super().__init__(Path("nowhere"), "templates")
        self.views: dict[str, View] = {}

    def render(self, page: Page) -> Output:
        """Render *page*, and keep its view."""
        self.views[page.path] = page.view
        return super().render(page)


def views_of(site: Site) -> dict[str, View]:
    """The view of every page, by its path."""
    theme = Recorder()
    for task in tasks(Arguments(site, (), {}, "none", theme, is_for_disk=False)):
        for _ in task.run():
            pass
    return theme.views


def context_of(site: Site, *, is_for_disk: bool = False) -> Context:
    """What the pages of *site* have in common, with all its sources."""
    arguments = Arguments(site, (), {}, "none", Recorder(), is_for_disk=is_for_disk)
    return Context(arguments.shared.load(), arguments.sources)
