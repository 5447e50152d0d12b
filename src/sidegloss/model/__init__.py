"""The nouns. Every stage takes and returns these; none of them does any work.

    Manuscript -> Article ─┐
    Record ----> Source ───┴─> Site -> views (views.py) -> Output

All are frozen and hold only hashable values, so equality means "nothing a reader can see has
changed". The memos and the warm-equals-clean test rest on that.
"""

from sidegloss.model.articles import (
    MANNERS,
    Article,
    Citation,
    CitationSlot,
    Claim,
    Excerpt,
    Heading,
    ImageSlot,
    Kind,
    LinkSlot,
    Mention,
    Note,
    Piece,
    Stance,
    Step,
)
from sidegloss.model.ledgers import Departed, Ledger, RetiredArticle, Row
from sidegloss.model.messages import (
    Diagnostic,
    Location,
    Severity,
    SiteError,
    in_order,
)
from sidegloss.model.sites import (
    Copy,
    Kept,
    Media,
    Output,
    Placed,
    Proof,
    Proved,
    Site,
    Sourced,
    Staged,
    Standing,
    Trail,
)
from sidegloss.model.sources import (
    Bibliography,
    End,
    Ground,
    Name,
    Retraction,
    Source,
)
from sidegloss.model.written import (
    RENAMED,
    Field,
    FrontMatter,
    Manuscript,
    Record,
    Settings,
    Value,
)

__all__ = [
    "MANNERS",
    "RENAMED",
    "Article",
    "Bibliography",
    "Citation",
    "CitationSlot",
    "Claim",
    "Copy",
    "Departed",
    "Diagnostic",
    "End",
    "Excerpt",
    "Field",
    "FrontMatter",
    "Ground",
    "Heading",
    "ImageSlot",
    "Kept",
    "Kind",
    "Ledger",
    "LinkSlot",
    "Location",
    "Manuscript",
    "Media",
    "Mention",
    "Name",
    "Note",
    "Output",
    "Piece",
    "Placed",
    "Proof",
    "Proved",
    "Record",
    "RetiredArticle",
    "Retraction",
    "Row",
    "Settings",
    "Severity",
    "Site",
    "SiteError",
    "Source",
    "Sourced",
    "Staged",
    "Stance",
    "Standing",
    "Step",
    "Trail",
    "Value",
    "in_order",
]
