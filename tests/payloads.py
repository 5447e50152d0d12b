"""Hostile text, a site that has it in every field, and what of it a page would run."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from conftest import SiteUnderTest
from sidegloss.characters import clean

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    '" onmouseover="alert(1)" autofocus onfocus="alert(1)" x="',
    "' onclick='alert(1)' style='animation:x' x='",
    "</script><script>alert(1)</script><!--",
    "</title></style></textarea></noscript></template><script>alert(1)</script>",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ 7 * 7 }}{% include 'base.html' %}${alert(1)}",
    "]]><script>alert(1)</script>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "\u2028alert(1)//\u2029</script>",
    "[x](javascript:alert(1)) ![x](x onerror=alert(1)) <javascript:alert(1)>",
    "\x01\x1b[31m\u202e\ufeff<img/src=x/onerror=alert(1)>",
    "--><img src=x onerror=alert(1)>",
)


def quoted(text: str) -> str:
    """*text* as YAML (and TOML) has it in quotation marks."""
    return json.dumps(text)


def hostile(payload: str) -> dict[str, str]:
    """A site with *payload* in every field that it may stand in and be built."""
    own = quoted(clean(payload))  # a control character in settings is an error
    q, flat = quoted(payload), " ".join(payload.split())
    # else it would be a comment that nothing closes, and a formula that cannot be read
    flat = flat.replace("<!--", "\\<!--").replace("$", "\\$")
    noted = flat.replace("]", "").replace("[", "")
    return {
        "pyproject.toml": "[tool.sidegloss]\n"
        f"title = {own}\ndescription = {own}\nauthor = {{ literal = {own} }}\nurl = 'https://a.example/r/'\ncards = 'none'\n"
        f"nav = ['about.md']\n[tool.sidegloss.words.en]\nkind.disputed = {own}\n",
        "content/about.md": f"# {flat}\n\n{flat}\n",
        "content/weir.md": f"""\
---
title: {q}
date: 2026-03-12
author: {{literal: {q}}}
summary: {q}
series: {q}
tags: [{q}, x]
source: courier
corrections: [{{date: 2026-03-14, text: {q}}}]
aliases: [/old/weir/]
claim-aliases: {{was: gates}}
retired: {{gone: {q}}}
---

[Nine {noted} gates][^gates] and [ten][^ten][^gates]. {flat}

> {flat}

[^block]

| {flat.replace("|", "")} | b |
| --- | --- |
| [c {noted.replace("|", "")}][^ten] | d |

```{flat.replace("`", "")}
{payload.replace("```", "")}
```

![{noted}](gate.png "{flat.replace('"', "&quot;")}")

## {flat}

term {flat}
: said {flat}

- [ ] {flat}

<{flat}>

[l](https://a.example/{flat.replace(" ", "").replace(")", "")} "{flat.replace('"', "&quot;")}")

[^gates]: **Disputed.** "{flat.replace('"', "")}" [disputes @courier quoting @logs, {noted.replace("@", "").replace(";", "")}]. {flat}

    > {flat}
    > — [@courier, p. 3]

[^ten]: **False.** {flat} [@logs].

[^block]: {flat} [cf. @odd].
""",
        "content/sources.yaml": f"""\
courier:
  title: {q}
  author: [{{family: {q}, given: {q}}}, {{literal: {q}}}]
  editor: {{literal: {q}}}
  container-title: {q}
  publisher: {q}
  publisher-place: {q}
  volume: {q}
  issue: {q}
  edition: {q}
  genre: {q}
  number: {q}
  archive: {q}
  archive_location: {q}
  page: {q}
  note: {q}
  URL: https://a.example/?q='onclick=alert(1)
  retracted: {{date: 2026-01-01, reason: {q}, URL: https://a.example/'onclick=alert(1)}}
  rests-on: {{source: logs, how: quotes, locator: {q}}}
logs: {{title: {q}, DOI: "10.1/<img src=x onerror=alert(1)>", rests-on: none}}
odd: {{title: {q}, type: book, author: {{literal: {q}}}, access: leaked}}
""",
        "content/gate.png": "x",
    }


def built(folder: Path, payload: str) -> SiteUnderTest:
    under_test = SiteUnderTest(folder / "site", folder / "output")
    under_test.write(hostile(payload))
    result = under_test.build()
    assert result.written, [d for d in result.diagnostics if d.severity == "error"]
    return under_test


class _Scripts(HTMLParser):
    """What a page would run, or ask of others, as its source stands."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [
            f"{tag} {name}" for name in given if name.startswith("on") or name == "style"
        ]
        is_own = given.get("class") == "find" or given.get("method") == "dialog"  # of the theme
        if tag in {"style", "iframe", "object", "embed", "base", "form"} and not is_own:
            self.found.append(tag)
        if tag == "script" and "src" not in given and given.get("type") != "application/ld+json":
            self.found.append("script within")
        for name in ("src", "href", "poster", "data", "action", "formaction"):
            scheme = urlsplit(given.get(name, "")).scheme
            is_link = tag in {"a", "link"} and name == "href"
            if scheme and (not is_link or scheme not in {"http", "https", "mailto", "tel"}):
                self.found.append(f"{tag} {name}={given[name]}")


def scripts(html: str) -> list[str]:
    parser = _Scripts()
    parser.feed(html)
    return parser.found
