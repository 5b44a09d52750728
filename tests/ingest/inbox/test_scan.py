"""What a look finds, and what counts as standing still."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from services.ingest.inbox import files
from services.ingest.inbox.files import NotYet
from services.ingest.inbox.scan import Found, Scanner, ignored, is_remote
from shared.errors import Rejected


def names(found: list[Found]) -> list[str]:
    return [one.name for one in found]


def put(path: Path, text: str = "An article.", age: float = 60) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def test_oldest_first_and_sub_folders(tmp_path: Path) -> None:
    put(tmp_path / "b.txt", age=30)
    put(tmp_path / "a.txt", age=20)
    put(tmp_path / "economy" / "energy" / "c.txt", age=40)
    look = Scanner(tmp_path, settle=1, remote=False).look()
    assert names(look.ready) == ["economy/energy/c.txt", "b.txt", "a.txt"]
    assert look.waiting == 3


def test_where_more_wait_than_are_remembered_the_next_look_is_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.ingest.inbox.scan._AT_ONCE", 3)
    for number in range(4):
        put(tmp_path / f"{number}.txt", age=30 - number)
    scanner = Scanner(tmp_path, settle=1, remote=False)
    look = scanner.look()
    assert (names(look.ready), look.waiting, look.pause) == (["0.txt", "1.txt", "2.txt"], 4, 0)
    for found in look.ready:
        scanner.put_off(found, 60)
    assert scanner.look().pause > 1  # nothing can be taken, so there is no hurry
    (tmp_path / "3.txt").unlink()
    assert scanner.look().pause > 1


def test_whoever_looks_is_told_once_that_there_are_many(tmp_path: Path) -> None:
    told: list[int] = []
    for number in range(4):
        put(tmp_path / f"{number}.txt", age=30)
    scanner = Scanner(tmp_path, settle=1, remote=False)
    scanner.look(5, lambda: told.append(5))
    scanner.look(3, lambda: told.append(3))
    assert told == [3]


def test_the_folders_of_the_taken_and_unfinished_business_are_left_alone(tmp_path: Path) -> None:
    for name in ("done/x.txt", "failed/x.txt", "duplicate/x.txt", ".hidden", "a.txt.part", "b.TMP", "c~", "~$d.docx"):
        put(tmp_path / name)
    put(tmp_path / "economy" / "done" / "mine.txt")
    assert names(Scanner(tmp_path, settle=0, remote=False).look().ready) == ["economy/done/mine.txt"]


@pytest.mark.parametrize("name", [".a", "a.part", "a.crdownload", "#a#", ".a.swp", "a.txt~"])
def test_ignored(name: str) -> None:
    assert ignored(name)


def test_a_file_that_was_just_written_has_to_stand_still(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("half")
    scanner = Scanner(tmp_path, settle=0.3, remote=False)
    look = scanner.look()
    assert not look.ready
    assert 0 < look.pause <= 0.3
    time.sleep(0.2)
    with (tmp_path / "a.txt").open("a") as file:
        file.write(" an article")
    assert not scanner.look().ready
    time.sleep(0.2)
    assert not scanner.look().ready
    time.sleep(0.15)
    assert names(scanner.look().ready) == ["a.txt"]


def test_an_atomic_rename_is_honoured_at_once(tmp_path: Path) -> None:
    (tmp_path / ".a.tmp").write_text("An article.")
    time.sleep(0.02)  # the file system's clock ticks every few milliseconds
    (tmp_path / ".a.tmp").rename(tmp_path / "a.txt")
    assert names(Scanner(tmp_path, settle=60, remote=False).look().ready) == ["a.txt"]


def test_on_a_remote_mount_only_looks_count(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", age=3600)
    scanner = Scanner(tmp_path, settle=0.1, remote=True)
    assert not scanner.look().ready
    time.sleep(0.15)
    assert names(scanner.look().ready) == ["a.txt"]


def test_an_empty_file_gets_more_time(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    scanner = Scanner(tmp_path, settle=0.05, remote=False)
    time.sleep(0.1)
    assert not scanner.look().ready
    time.sleep(0.5)
    assert names(scanner.look().ready) == ["a.txt"]


def test_put_off(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    scanner = Scanner(tmp_path, settle=0.1, remote=False)
    (found,) = scanner.look().ready
    scanner.put_off(found)
    assert not scanner.look().ready
    time.sleep(0.15)
    assert scanner.look().ready


def test_an_unreadable_inbox_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Scanner(tmp_path / "gone", settle=0, remote=False).look()


def test_reading_refuses_a_file_that_somebody_still_writes(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    (found,) = Scanner(tmp_path, settle=0, remote=False).look().ready
    with (tmp_path / "a.txt").open("a"), pytest.raises(NotYet):
        files.read(found, 1000)
    assert files.read(found, 1000) == b"An article."


def test_reading_refuses_a_file_that_changed_since_the_look(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    (found,) = Scanner(tmp_path, settle=0, remote=False).look().ready
    put(tmp_path / "a.txt", "Another article, longer.")
    with pytest.raises(NotYet):
        files.read(found, 1000)


def test_a_file_that_was_too_large_at_the_look_is_looked_at_again(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    (found,) = Scanner(tmp_path, settle=0, remote=False).look().ready
    with pytest.raises(Rejected, match="too large"):
        files.read(found, 5)
    put(tmp_path / "a.txt", "Short")
    with pytest.raises(NotYet):
        files.read(found, 5)


def test_a_pipe_or_link_that_took_the_files_place_is_not_read(tmp_path: Path) -> None:
    for make in (os.mkfifo, lambda path: path.symlink_to("/etc/hostname")):
        path = put(tmp_path / "a.txt")
        (found,) = Scanner(tmp_path, settle=0, remote=False).look().ready
        path.unlink()
        make(path)
        done = threading.Event()

        def read(found: Found = found, done: threading.Event = done) -> None:
            with pytest.raises(NotYet):
                files.read(found, 1000)
            done.set()

        threading.Thread(target=read, daemon=True).start()
        assert done.wait(5), "reading blocked"
        path.unlink()


MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /mnt/news rw,relatime shared:5 - nfs4 server:/news rw,vers=4.2
31 22 0:41 / /mnt/my\\040share rw - cifs //server/share rw
32 30 0:42 / /mnt/news/local rw - tmpfs tmpfs rw
"""


@pytest.mark.parametrize(
    ("folder", "remote"),
    [("/srv/inbox", False), ("/mnt/news/inbox", True), ("/mnt/my share/in", True), ("/mnt/news/local/in", False)],
)
def test_network_mounts_are_recognised(folder: str, remote: bool) -> None:
    assert is_remote(Path(folder), MOUNTS) is remote
