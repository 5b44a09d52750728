"""sentences."""
