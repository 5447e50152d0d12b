"""A path, a web address or a host name as an author writes it -> whether it may be used."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

WEB = re.compile(r"https?://[^\x00-\x20\x7f<>\"\\/?#:@][^\x00-\x20\x7f<>\"\\]*\Z", re.IGNORECASE)
"""Only these two schemes ever become a link: ``javascript:`` and ``data:`` would run."""

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)+{_LABEL}\Z", re.ASCII | re.IGNORECASE)


def is_host(name: str) -> bool:
    """Whether *name* is a host name with a dot, as RFC 1123 limits it; other alphabets in Punycode."""
    return bool(_HOST.match(name))


def is_web(address: str) -> bool:
    """Whether *address* is absolute and of http or https."""
    try:
        urlsplit(address)
    except ValueError:  # a bracket of an IPv6 host that is never closed
        return False
    return bool(WEB.match(address))


def leads_out(path: str) -> bool:
    """Whether *path* is anything but a relative path that goes down only, written with ``/``."""
    is_elsewhere = path.startswith(("/", "~")) or ":" in path.split("/", 1)[0]
    return is_elsewhere or "\\" in path or "\0" in path or ".." in path.split("/")
