"""The address of a git remote, or a CNAME file -> the address at which the site is published."""

from __future__ import annotations

import re

from sidegloss.addresses import is_host

_GITHUB = re.compile(
    r"""
    (?: (?:https?|ssh|git|git\+ssh|ssh\+git)://(?:[^/@\s]*@)?(?:www\.|ssh\.)?github\.com(?::\d+)?/+
      | (?:[^/@:\s]+@)?(?:ssh\.)?github\.com:/*
    )
    (?P<owner>[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)/+(?P<repo>[\w.-]+?)(?:\.git)?/*\Z
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
"""The forms that ``git clone`` takes: https, ssh, git and ``git@github.com:OWNER/REPO.git``."""


def pages_address(remote: str) -> str:
    """Where GitHub Pages publishes the repository at *remote*; "" if it is not on GitHub.

    The repository ``OWNER.github.io`` is published at the root of its host, any other one below
    its name (https://docs.github.com/pages, "Types of GitHub Pages sites").
    """
    found = _GITHUB.match(remote.strip())
    if not found or found["repo"] in {".", ".."}:
        return ""
    host = f"{found['owner'].lower()}.github.io"
    path = "" if found["repo"].lower() == host else f"{found['repo']}/"
    return f"https://{host}/{path}"


def domain_address(cname: str) -> str:
    """The address of the domain in the text of a CNAME file; "" if that holds no host name."""
    host = cname.strip()
    return f"https://{host.lower()}/" if is_host(host) else ""
