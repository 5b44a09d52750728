"""The only file that knows Redis: plain CloudEvents entries, groups, batches, claiming, dead streams."""
