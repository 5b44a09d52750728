"""Reading one file of the inbox, trusting nobody: not its kind, its size, nor that it stays as it is."""

from __future__ import annotations

import errno
import os
import signal
import stat
from typing import TYPE_CHECKING

from shared.errors import Rejected

if TYPE_CHECKING:
    from services.ingest.inbox.scan import Found

try:
    import fcntl
except ImportError:  # not on this system
    fcntl = None  # type: ignore[assignment]


Sign = tuple[int, int, int, int]  # device, inode, size, time (nanoseconds)


_told = True  # whether the kernel has to be told which signal it may send; false where it may send its own


class NotYet(Exception):
    """Somebody still writes it, or it has changed since the look."""


def read(found: Found, limit: int) -> bytes:
    """All bytes of a file, at most `limit`.

    Raises Rejected when it never can be taken as it is, NotYet when it is not finished, FileNotFoundError when it is
    gone, and another OSError when the disk or the mount fails, which may pass.
    """
    mode = found.mode
    if stat.S_ISLNK(mode):
        raise Rejected("It is a symbolic link, and links are not followed", "put the file itself into the inbox")
    if not stat.S_ISREG(mode):
        raise Rejected(f"It is {_kind(mode)}, not a file", "put plain files into the inbox")
    try:
        return read_as_seen(found.path, found.seen, limit)
    except PermissionError:
        raise Rejected(
            "There is no permission to read it",
            "let ingest's user read it (chmod, chown), then put it back",
        ) from None


def read_as_seen(path: str, seen: Sign, limit: int) -> bytes:
    """`read` for what was a plain file of that sign when it was looked at."""
    try:
        # NOFOLLOW and NONBLOCK: what was a file at the look may be a link or a pipe now.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            raise NotYet from None
        raise
    try:
        # A lease is for plain files alone, so that one who has it needs not look before what he reads, only before what
        # he refuses unread.
        size = seen[2]
        if (not _leased(handle) or size > limit) and sign(os.fstat(handle)) != seen:
            raise NotYet
        if size > limit:
            raise Rejected(
                f"It is too large: {size:,} bytes, and at most {limit:,} are taken",
                "split it, or raise FACTWIRE_MAX_ARTICLE_BYTES",
            )
        data = _bytes_of(handle, size + 1)
        if len(data) != size or sign(os.fstat(handle)) != seen:
            raise NotYet
        return data
    finally:
        os.close(handle)  # and gives the lease back


def ignore_breaks() -> None:
    """Ignore what the kernel signals when a writer wants a leased file, for all of this process: a call less a file.

    For a process that wants no SIGIO of anybody, and from its main thread.
    """
    global _told  # noqa: PLW0603 - a process has its signals once
    if hasattr(signal, "SIGIO"):
        signal.signal(signal.SIGIO, signal.SIG_IGN)
        _told = False


def _leased(handle: int) -> bool:
    """Take a read lease (Linux), so that whoever wants to write waits until the file is closed here.

    The kernel grants it only on a plain file that no process of this machine has open for writing: else NotYet is
    raised. False without the right to ask (another user's file), or on mounts without leases: there standing still has
    to do.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        if _told:
            # A writer who comes meanwhile makes the kernel signal us; SIGURG is ignored unless somebody wants it.
            fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        if error.errno == errno.EAGAIN:
            raise NotYet from None
        return False
    return True


def _bytes_of(handle: int, size: int) -> bytes:
    """As much as there is, at most `size` bytes."""
    data = os.read(handle, size)
    if len(data) in (0, size - 1):  # all of a file that stands still
        return data
    pieces = [data]
    while pieces[-1] and (left := size - sum(map(len, pieces))) > 0:
        pieces.append(os.read(handle, left))
    return b"".join(pieces)


def sign(s: os.stat_result) -> Sign:
    """What tells a file from another one, and from what it was before."""
    return (s.st_dev, s.st_ino, s.st_size, s.st_mtime_ns)


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a named pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else "something else"
