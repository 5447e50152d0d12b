"""The vocabulary of CSL 1.0.2, and what is ours beside it: types, fields, and where they are kept.

From the schema of the Citation Style Language, 1.0.2 (docs.citationstyles.org, appendices III
and IV); the names of the fields are what Zotero exports.
"""

from __future__ import annotations

TYPES = tuple(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic
    collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic
    hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet
    paper-conference patent performance periodical personal_communication post post-weblog
    regulation report review review-book software song speech standard thesis treaty webpage
    """.split()  # noqa: SIM905 - a list to be read
)

TEXTS = {
    "type": "type",
    "title": "title",
    "container-title": "container_title",
    "publisher": "publisher",
    "publisher-place": "publisher_place",
    "volume": "volume",
    "issue": "issue",
    "number": "number",
    "page": "page",
    "edition": "edition",
    "genre": "genre",
    "medium": "medium",
    "language": "language",
    "URL": "url",
    "DOI": "doi",
    "ISBN": "isbn",
    "archive": "archive",
    "archive_location": "archive_location",
    "archive-url": "archive_url",
    "access": "access",
    "snapshot": "snapshot",
    "text": "text",
}
"""Fields that hold a text -> the attribute of Source that keeps it."""

DATES = {
    "issued": "issued",
    "accessed": "accessed",
    "original-date": "original_date",
    "archived": "archived",
}

NAMES = {"author": "author", "editor": "editor"}

OTHER_NAMES = tuple(
    """
    chair collection-editor compiler composer container-author contributor curator director
    editor-translator editorial-director executive-producer guest host illustrator interviewer
    narrator organizer original-author performer producer recipient reviewed-author script-writer
    series-creator translator
    """.split()  # noqa: SIM905
)

OTHER_DATES = ("available-date", "event-date", "submitted")

OTHER_TEXTS = tuple(
    """
    abstract annote archive-place archive_collection authority call-number categories
    chapter-number citation-key citation-label citation-number collection-number collection-title
    container-title-short dimensions division event event-place event-title
    first-reference-note-number id ISSN journalAbbreviation jurisdiction keyword license locator
    note number-of-pages number-of-volumes original-publisher original-publisher-place
    original-title page-first part-number part-title PMCID PMID printing-number references
    reviewed-genre reviewed-title scale section shortTitle source status supplement-number
    title-short version volume-title year-suffix
    """.split()  # noqa: SIM905
)

OURS = {
    "publish-snapshot": ("publish_snapshot",),
    "retracted": ("retracted",),
    "rests-on": ("grounds", "end"),
    "custom": (),
}
"""Fields of ours that hold more than a text -> the attributes of Source that keep them."""

ALIASES = {"via": "rests-on"}

_KINDS = {
    "tweet": "post",
    "toot": "post",
    "facebook": "post",
    "instagram": "post",
    "social": "post",
    "video": "motion_picture",
    "youtube": "motion_picture",
    "film": "motion_picture",
    "movie": "motion_picture",
    "podcast": "broadcast",
    "radio": "broadcast",
    "tv": "broadcast",
    "blog": "post-weblog",
    "blogpost": "post-weblog",
    "newspaper": "article-newspaper",
    "news": "article-newspaper",
    "magazine": "article-magazine",
    "journal": "article-journal",
    "paper": "article-journal",
    "preprint": "article",
    "website": "webpage",
    "web": "webpage",
    "page": "webpage",
    "online": "webpage",
    "email": "personal_communication",
    "letter": "personal_communication",
    "law": "legislation",
    "judgment": "legal_case",
    "court-case": "legal_case",
    "case": "legal_case",
    "data": "dataset",
    "image": "graphic",
    "photo": "graphic",
    "picture": "graphic",
    "lecture": "speech",
    "talk": "speech",
    "pdf": "document",
    "misc": "document",
    "press-release": "document",
    "audio": "song",
    "phdthesis": "thesis",
    "dissertation": "thesis",
    "conference": "paper-conference",
    "encyclopedia": "entry-encyclopedia",
    "wiki": "entry-encyclopedia",
    "dictionary": "entry-dictionary",
}
"""What people call a source -> its type in CSL."""

_TYPES = {**_KINDS, **{name.replace("_", "-"): name for name in TYPES}}

ACCESS = ("public", "paywalled", "restricted", "leaked", "on-file")

FIELDS = (
    *TEXTS,
    *DATES,
    *NAMES,
    *OTHER_NAMES,
    *OTHER_DATES,
    *OTHER_TEXTS,
    *OURS,
    *ALIASES,
)

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    **{name: (attribute,) for name, attribute in (TEXTS | DATES | NAMES).items()},
    **OURS,
}
"""Every field with a place of its own in Source -> the attributes it sets."""

_CANONICAL = {
    name.lower().replace("_", "-"): name for name in FIELDS if name not in ALIASES
} | ALIASES


def canonical(name: str) -> str:
    """The name of a field as CSL and we write it: ``url`` and ``rests_on`` are ``URL`` and ``rests-on``."""
    return ALIASES.get(name, name) if name in FIELDS else _CANONICAL.get(_folded(name), name)


def type_of(written: str) -> str:
    """The CSL type that *written* means (``tweet``, ``legal-case``); empty where there is none."""
    return written if written in TYPES else _TYPES.get(_folded(written), "")


def _folded(name: str) -> str:
    return "-".join(name.lower().replace("_", " ").replace("-", " ").split())


MEANT = {
    "archived-url": "archive-url",
    "by": "author",
    "date": "issued",
    "headline": "title",
    "journal": "container-title",
    "lang": "language",
    "link": "URL",
    "name": "title",
    "newspaper": "container-title",
    "pages": "page",
    "place": "publisher-place",
    "published": "issued",
    "translators": "translator",
    "website": "container-title",
    "year": "issued",
}
"""What people write who think of a field's meaning -> its name. Only ever a hint."""
