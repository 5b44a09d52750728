"""Many messages of one type at once, which were made into JSON before: what `client.publish` does, for bursts.

A client library packs every command by itself and awaits every answer by itself, which takes ten times as long as all
else. So one buffer is written here for hundreds of XADDs, in RESP (the protocol that Redis and Valkey speak: a command
is an array of strings, each with its length in front). Connection, reconnection, time-outs and the answers' parsing
stay the library's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple

from redis.exceptions import RedisError, ResponseError
from redis.exceptions import TimeoutError as Late

from shared.broker.client import SOCKET_TIMEOUT, FactwireBroker, add_seen
from shared.broker.wire import attributes_of, now
from shared.errors import Unavailable
from shared.messages import Message

_MULTI, _EXEC = b"*1\r\n$5\r\nMULTI\r\n", b"*1\r\n$4\r\nEXEC\r\n"


class Prepared(NamedTuple):
    """A message without its type: its id, the article that it is about, and itself as JSON (UTF-8)."""

    id: str
    subject: str
    data: bytes


async def publish_prepared(
    broker: FactwireBroker, kind: type[Message], messages: Sequence[Prepared], *, traceparent: str | None = None
) -> list[str]:
    """Put messages on the stream of their type, in one round trip and all or none; the entries' ids.

    As `publish`, whose reasons are this one's as well: of several messages one transaction. Raises Unavailable.
    """
    if not messages:
        return []
    stamp = now()
    try:
        if broker.middlewares or broker.tested:
            return await _through_middlewares(broker, kind, messages, traceparent, stamp)
        packed = _packed(kind, messages, traceparent, stamp)
        pool = broker.client.connection_pool
        connection = await pool.get_connection()
        try:
            entries: list[bytes] = await connection.retry.call_with_retry(
                lambda: _sent(connection, packed, len(messages)), lambda _: connection.disconnect()
            )
        except asyncio.CancelledError:
            await connection.disconnect(nowait=True)  # answers may still be on their way
            raise
        finally:
            await pool.release(connection)
    except (RedisError, OSError) as error:
        raise Unavailable(f"Redis does not take messages: {error}", "send them again later") from error
    return [entry.decode() for entry in entries]


async def _through_middlewares(
    broker: FactwireBroker, kind: type[Message], messages: Sequence[Prepared], traceparent: str | None, stamp: str
) -> list[str]:
    async with broker.client.pipeline(transaction=len(messages) > 1) as batch:
        for message in messages:
            fields = attributes_of(kind, message.id, message.subject, traceparent, stamp)
            await add_seen(broker, batch, kind.STREAM, fields, message.data)
        return [] if broker.tested else [entry.decode() for entry in await batch.execute()]


def _packed(kind: type[Message], messages: Sequence[Prepared], traceparent: str | None, stamp: str) -> bytes:
    """The XADDs of the messages, several as one transaction.

    Only three values of an entry are its own, so what stands between them is packed once.
    """
    command = ["XADD", kind.STREAM, "*"]
    for name, value in attributes_of(kind, "\0id\0", "\0subject\0", traceparent, stamp).items():
        command += [name, value]
    head = f"*{len(command) + 2}\r\n" + "".join(f"${len(part.encode())}\r\n{part}\r\n" for part in command)
    before, rest = (head + "$4\r\ndata\r\n$").encode().split(b"$4\r\n\0id\0\r\n")
    between, after = rest.split(b"$9\r\n\0subject\0\r\n")
    pieces: list[bytes] = [_MULTI] if len(messages) > 1 else []
    for message in messages:
        id_, subject, data = message.id.encode(), message.subject.encode(), message.data
        pieces += (
            before, b"$%d\r\n%b\r\n" % (len(id_), id_), between, b"$%d\r\n%b\r\n" % (len(subject), subject),
            after, b"%d\r\n" % len(data), data, b"\r\n",
        )  # fmt: skip
    if len(messages) > 1:
        pieces.append(_EXEC)
    return b"".join(pieces)


async def _sent(connection: Any, packed: bytes, count: int) -> list[bytes]:
    """Send and read every answer; the entries' ids. Raises what the server answered first in place of one."""
    await connection.send_packed_command(packed)
    try:
        async with asyncio.timeout(SOCKET_TIMEOUT):
            if count == 1:
                return [await connection.read_response(disable_decoding=True)]
            refusal: ResponseError | None = None
            for _ in range(count + 1):  # that of MULTI, and that each is queued
                try:
                    await connection.read_response(disable_decoding=True, timeout=float("inf"))
                except ResponseError as error:
                    refusal = refusal or error
            try:
                entries: list[Any] = await connection.read_response(disable_decoding=True, timeout=float("inf"))
            except ResponseError as error:
                raise refusal or error from None
    except TimeoutError:
        await connection.disconnect(nowait=True)
        raise Late("no answer in time") from None
    for entry in entries:
        if isinstance(entry, Exception):
            raise entry
    return entries
