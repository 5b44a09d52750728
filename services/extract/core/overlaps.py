"""overlaps."""
