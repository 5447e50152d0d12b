"""A front-matter field of another program -> what to write instead, for a hint.

The programs are Jekyll, Hugo, Zola, Eleventy, Docusaurus, Obsidian, Quarto, R Markdown and Pandoc.
"""

from __future__ import annotations

SAME = {
    field: ours
    for ours, fields in {
        "title": "titel titre titulo pagetitle page-title headline",
        "summary": (
            "description excerpt abstract descriptions desc lead lede teaser meta-description"
            " metadescription intro beschreibung resume"
        ),
        "updated": (
            "lastmod last-modified last-modified-at modified modified-at modified-date date-modified"
            " updated-at updated-on last-updated last-update lastupdated lastupdate date-updated"
            " mtime dateupdated datemodified revised"
        ),
        "date": "published-at published-on date-published datepublished pubdate pub-date posted day datum",
        "author": "authors by byline writer creator autor auteur",
        "tags": "categories category keywords keyword topics topic tag subjects taxonomies",
        "language": "lang locale languages languagecode",
        "aliases": "alias redirect-from redirects old-urls redirectfrom",
        "image": (
            "cover thumbnail thumb featured-image featured image-path images og-image feature-image"
            " featureimage featuredimage hero banner cover-image coverimage header-image socialshare"
            " social-image"
        ),
        "order": "weight nav-order sidebar-position position sort sort-order menu-order",
        "slug": "basename",
    }.items()
    for field in fields.split()
}
"""A field that means what one of ours does -> ours."""

SAID = {
    "permalink": "did you mean slug? List an old address under aliases: [/old/address/]",
    "url": "did you mean slug? List an old address under aliases: [/old/address/]",
    "subtitle": "add it to the title, or write it as the first line of the text",
    "linktitle": "delete it: links show the title",
    "short-title": "delete it: links show the title",
    "created": "write date: with the day of publication, or delete it",
    "created-at": "write date: with the day of publication, or delete it",
    "date-created": "write date: with the day of publication, or delete it",
    "nav": "list the file under nav in pyproject.toml",
    "menu": "list the file under nav in pyproject.toml",
    "menus": "list the file under nav in pyproject.toml",
    "footnotes": "write notes in the text: [^label]: …",
    "bibliography": "put the .bib file into content/sources/, and delete this field",
    "references": "move these sources to content/sources.yaml, and delete this field",
    "params": "move the fields that you need out of params: they are read at the top level only",
    "extra": "move the fields that you need out of extra: they are read at the top level only",
}
"""A field that needs another answer."""

HOLDING = frozenset(
    """
    build cascade expirydate expires expiration-date expiry-date future headless hidden noindex
    no-index eleventyexcludefromcollections exclude exclude-from-search private public
    publishdate publish-date render search-exclude sitemap-exclude unlisted visibility visible
    unpublish wip
    """.split()  # noqa: SIM905 - a list to be read
)
"""Fields by which others hold a text back, or show it for a time: none has an effect here."""

IDLE = frozenset(
    """
    bibliographystyle bookcollapsesection comments comment css csl cssclass cssclasses
    date-format dateformat documentclass editor eleventynavigation engine execute filters
    fontsize format geometry highlight author-profile authorprofile classes collection
    grand-parent has-children parent header-includes hidetoc html-math-method interlinks jekyll
    js jupyter katex keep-md knit layout lang-direction latex-engine library-path linestretch
    link-citations linkcolor links linter linter-yaml-title-alias lof lot mainfont markup math
    mathjax mermaid nocite numbersections number-sections output output-dir outputs overlay
    papersize pdf-engine pdf plugins project published-by readingtime read-time reading-time
    related robots runtime share showtoc show-toc sidebar sidebar-label site sitemap template
    theme thanks toc toc-depth toc-title tocopen type uuid vim website zettel
    """.split()  # noqa: SIM905 - a list to be read
)
"""Fields that say how another program sets a page."""

IDLE_HINT = "delete it: it has no meaning here"

HELD_HINT = "it does not hold the article back here; write draft: true to do that"


def hint_for(field: str) -> str:
    """What to write instead of a *field* that is not ours; empty if it is none that is known."""
    name = field.casefold().replace("_", "-")
    if name in SAME:
        return f"did you mean {SAME[name]}?"
    if name in SAID:
        return SAID[name]
    if name.lstrip("-") in HOLDING:
        return HELD_HINT
    return IDLE_HINT if name in IDLE else ""
