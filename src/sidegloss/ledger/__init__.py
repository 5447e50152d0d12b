"""The claims ever published -> what is recorded, moved, withdrawn, changed and lost.

``content/ledger.json`` is read and written here as a text (`rows`), compared with the site
(`outcomes`), and what is lost is told with the edit that mends it (`mending`).
"""

from sidegloss.ledger.likeness import likeness
from sidegloss.ledger.mending import TOLD, findings, told
from sidegloss.ledger.outcomes import Outcomes, Standings, outcomes, published
from sidegloss.ledger.rows import recorded, rows, written

__all__ = [
    "TOLD",
    "Outcomes",
    "Standings",
    "findings",
    "likeness",
    "outcomes",
    "published",
    "recorded",
    "rows",
    "told",
    "written",
]
