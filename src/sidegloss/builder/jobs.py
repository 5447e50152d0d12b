"""A resolved site, and how and where it is to be built -> the arguments of its tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sidegloss.builder.arguments import Arguments
from sidegloss.model import Media, Site
from sidegloss.theme import Theme


@dataclass(frozen=True, slots=True)
class Job:
    """A build of a site: what to make, and where. Each worker needs access to the same folders."""

    site: Site
    digests: Mapping[str, str]
    """Of the articles, by their paths."""
    root: Path
    """The site's folder."""
    output: Path
    staging: Path
    """A folder for outputs on their way to *output*."""
    made_for: str
    """For what pictures for sharing are made."""
    is_for_disk: bool
    media: tuple[Media, ...]
    """The files that articles show, measured."""

    def arguments(self, theme: Theme) -> Arguments:
        """The same in every process that has the same fonts."""
        return Arguments(
            *(self.site, self.media, self.digests, self.made_for, theme),
            is_for_disk=self.is_for_disk,
        )
