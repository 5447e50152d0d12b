"""A language -> Words: what authors may write in it, and every word that readers see.

One table a language (``en.toml`` …). An article's own language is read first, English always too.
"""

from sidegloss.words.dates import date, year
from sidegloss.words.plurals import count
from sidegloss.words.table import SHIPPED, Words, keys, load, term, unknown

__all__ = ["SHIPPED", "Words", "count", "date", "keys", "load", "term", "unknown", "year"]
