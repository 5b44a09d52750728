"""Moving files: never overwritten, names kept, collisions numbered, reasons beside the failed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from services.ingest.inbox.places import Places
from services.ingest.inbox.scan import Found
from services.ingest.ledger import Outcome
from shared.errors import Rejected

DAY = dt.datetime(2026, 1, 31, 23, 59, tzinfo=dt.UTC)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = Places(tmp_path)
    places.prepare()
    return places


def drop(root: Path, name: str, text: str = "x") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def move(places: Places, path: Path, outcome: Outcome, problem: Rejected | None = None) -> str:
    name, there = str(path.relative_to(places.root)), path.exists()
    found = Found.at(str(path), name) if there else Found.at(str(places.root), name)._replace(path=str(path))
    return places.move(found, outcome, DAY, problem)


def test_collisions_are_numbered(places: Places) -> None:
    goals = [str(move(places, drop(places.root, "a.b.txt", str(n)), "published")) for n in range(3)]
    assert goals == ["done/2026-01-31/a.b.txt", "done/2026-01-31/a.b.1.txt", "done/2026-01-31/a.b.2.txt"]
    assert [(places.root / goal).read_text() for goal in goals] == ["0", "1", "2"]


def test_sub_folders_are_kept(places: Places) -> None:
    assert str(move(places, drop(places.root, "a/b/c.txt"), "duplicate")) == "duplicate/a/b/c.txt"


def test_a_failed_file_has_its_reason_beside_it(places: Places) -> None:
    for goal in ("failed/a.txt", "failed/a.1.txt"):
        assert move(places, drop(places.root, "a.txt"), "failed", Rejected("It is empty", "write it")) == goal
        document = json.loads((places.root / f"{goal}.error.json").read_text())
        assert document["detail"] == "It is empty"
        assert document["hint"] == "write it"
        assert document["file"] == "a.txt"


def test_the_longest_names(places: Places) -> None:
    name = "ж" * 125 + ".txt"  # 254 bytes
    for _ in range(3):
        goal = move(places, drop(places.root, name), "failed", Rejected("no", ""))
        assert (places.root / goal).exists()
    assert len(list((places.root / "failed").glob("*.error.json"))) == 3
    assert len(list((places.root / "failed").iterdir())) == 6


def test_a_name_that_is_no_unicode(places: Places) -> None:
    path = places.root / b"\xff\xfe.txt".decode("utf-8", "surrogateescape")
    path.write_text("x")
    goal = move(places, path, "failed", Rejected("no", ""))
    assert (places.root / goal).exists()


def test_a_vanished_file_leaves_no_reason_behind(places: Places) -> None:
    with pytest.raises(FileNotFoundError):
        move(places, places.root / "gone.txt", "failed", Rejected("no", ""))
    assert not list((places.root / "failed").iterdir())


def test_find_knows_a_moved_file_by_its_inode(places: Places) -> None:
    path = drop(places.root, "a/x.txt")
    inode = path.stat().st_ino
    goal = move(places, path, "published")
    assert places.find(Path("a/x.txt"), inode, "published") == goal
    assert places.find(Path("a/x.txt"), inode + 999_999, "published") is None
    assert places.find(Path("a/other.txt"), inode, "published") == goal


@pytest.mark.parametrize("in_place", [True, False])
def test_what_is_not_what_was_read_any_more_stays(places: Places, in_place: bool) -> None:
    path = drop(places.root, "a.txt", "what was read")
    found = Found.at(str(path), "a.txt")
    if in_place:
        path.write_text("what was written since")
    else:
        drop(places.root, "new", "what was read").replace(path)
    with pytest.raises(FileNotFoundError):
        places.move(found, "failed", DAY, Rejected("no", ""))
    assert path.exists()
    assert not list((places.root / "failed").iterdir())
