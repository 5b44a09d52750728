"""Write gaps.toml anew: the specs that are not yet read as labelled, by the cause of their first problem.

python -m tests.extract.gaps
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from tests.extract import cases
from tests.extract.reading import read, unmet

HERE = Path(__file__).parent
HEAD = """# Specs not yet read as their labels say, by the cause of the first problem. A case that comes out right
# must be struck (test_specs.py fails until it is). `python -m tests.extract.gaps` writes the list anew.
"""


def main() -> None:
    """Write the list."""
    causes: dict[str, list[str]] = defaultdict(list)
    for case in cases.load_all(HERE / "specs"):
        if problems := unmet(case, read(case)):
            verb, kind = problems[0].split()[:2]
            said = problems[0].split(": ")[-1].split()[0]
            cause = f"{kind} missed" if verb == "missing" else f"{said} not labelled"
            causes[cause].append(case["id"])
    lines = [HEAD, "[gaps]"]
    for cause, names in sorted(causes.items()):
        lines.append(f'"{cause}" = [')
        lines += [f'  "{name}",' for name in sorted(names)]
        lines.append("]")
    (HERE / "gaps.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print({cause: len(names) for cause, names in causes.items()})


if __name__ == "__main__":
    main()
