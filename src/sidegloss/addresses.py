"""A path, a web address or a host name as an author writes it -> whether it may be used."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

WEB = re.compile(r"https?://[^\x00-\x20\x7f<>\"\\/?#:@][^\x00-\x20\x7f<>\"\\]*\Z", re.IGNORECASE)
"""Only these two schemes ever become a link: ``javascript:`` and ``data:`` would run."""

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
HOST = re.compile(rf"(?:{_LABEL}\.)+(?!\d+\Z){_LABEL}\Z")
LONGEST_HOST = 253
"""Letters of a host name, by RFC 1123; an address of numbers is none."""


def is_host(name: str) -> bool:
    """Whether *name* is a host name with a dot, as RFC 1123 limits it; other alphabets in Punycode."""
    return len(name) <= LONGEST_HOST and bool(HOST.match(name))


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


def first_web(text: str) -> str:
    """The first web address in an exported *text*, which may have words around it; else *text*."""
    found = _WEB.search(text)
    if not found:
        return text
    return found[0] if found["scheme"] else f"https://{found[0]}"


_WEB = re.compile(r"(?P<scheme>https?://)\S+|\Awww\.\S+", re.IGNORECASE)
