"""Sidegloss: Markdown articles with marked claims -> a static site that shows their sources."""
