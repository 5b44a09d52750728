"""The groups that read behind ingest: how far they are says how far an article is."""

EXTRACT = "extract"  # reads `articles`
STORE = "store"  # reads `facts`
