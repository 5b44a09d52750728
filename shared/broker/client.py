"""The broker: FastStream's, with plain CloudEvents entries and a client that outlives its server.

FastStream wires: declarations, AsyncAPI, middlewares, the test broker, draining. What it reads with is replaced here:
its loop calls `xreadgroup` of the client below, which hands over to the consumption of that stream and group.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Mapping, Sequence
from types import TracebackType
from typing import Any, Protocol

from faststream.redis import RedisBroker, StreamSub
from faststream.redis.configs import ConnectionState, RedisConnectionState
from faststream.redis.publisher.producer import RedisFastProducer
from faststream.redis.response import DestinationType, RedisPublishCommand
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import AuthenticationError, NoPermissionError, RedisError

from shared import logs, telemetry
from shared.broker.groups import ensure_contract, ensure_group, trim
from shared.broker.pauses import pauses
from shared.broker.wire import Client, attributes, fields_of, now
from shared.errors import Misconfigured, Unavailable
from shared.messages import Message
from shared.settings import Settings

log = logs.get(__name__)

BLOCK = 0.5  # seconds that a read waits for entries; also the most that stopping waits for a read
SOCKET_TIMEOUT = 10.0  # must exceed BLOCK; what hangs longer counts as gone
_TIDY = 60.0  # seconds between two trimmings


class Reader(Protocol):
    """What reads one stream for one group: a consumption."""

    @property
    def stuck(self) -> bool: ...
    def begin(self) -> None: ...
    async def read(self, client: Client, block: float) -> list[Any]: ...
    async def drain(self) -> None: ...
    async def keep(self) -> None: ...


class StreamClient(Redis):
    """A client whose group reads go through the consumptions, and whose groups start at the beginning."""

    readers: Mapping[tuple[str, str], Reader] = {}

    def xreadgroup(self, *args: Any, **options: Any) -> Awaitable[Any]:
        """FastStream's read: answered by the consumption of that stream and group."""
        (stream,) = options["streams"]
        return self.readers[stream, options["groupname"]].read(self, options["block"] / 1000)

    def read_fresh(self, *args: Any, **options: Any) -> Awaitable[Any]:
        """The bare XREADGROUP."""
        return super().xreadgroup(*args, **options)

    async def xgroup_create(self, *args: Any, **options: Any) -> bool:
        """Nothing: FastStream would create its groups at `$` and miss what is there; ours exist already."""
        return True


class _Connection(RedisConnectionState):
    __slots__ = ("readers",)

    readers: Mapping[tuple[str, str], Reader]

    async def connect(self) -> Any:
        plain = await super().connect()
        client: Any = StreamClient.from_pool(plain.connection_pool)
        client.readers = self.readers
        self._client = client
        return client


class CloudEventsProducer(RedisFastProducer):
    """Publishes to streams as plain fields: the headers are the attributes, the body is the data."""

    __slots__ = ()

    async def publish(self, cmd: RedisPublishCommand) -> int | bytes:
        if cmd.destination_type is not DestinationType.Stream:
            return await super().publish(cmd)
        body, _ = await self.codec.encode(cmd.body, self.serializer)
        fields = {**(cmd.headers or {}), "data": body}
        target: Client = cmd.pipeline or self._connection.client
        result: bytes = await target.xadd(cmd.destination, fields)
        return result


class FactwireBroker(RedisBroker):
    """The broker of one service; made by `make_broker`."""

    def __init__(self, url: str, *, settings: Settings, produces: Sequence[type[Message]], **options: Any) -> None:
        self.settings = settings
        self.produces = tuple(produces)
        self.readers: dict[tuple[str, str], Reader] = {}
        self._beside: list[asyncio.Task[None]] = []  # what goes on while it runs
        super().__init__(url, **options)

    def _make_connection_state(
        self, connection_options: dict[str, Any], kwargs: dict[str, Any]
    ) -> ConnectionState[Any]:
        state = _Connection(connection_options)
        state.readers = self.readers
        return state

    def _make_producer(self, connection_state: ConnectionState[Any], kwargs: dict[str, Any]) -> RedisFastProducer:
        return CloudEventsProducer(
            connection=connection_state,
            parser=None,
            decoder=None,
            message_format=self.message_format,
            serializer=kwargs.get("serializer"),
        )

    @property
    def client(self) -> Client:
        """The connected client; answers are bytes."""
        return self.config.broker_config.connection.client

    @property
    def tested(self) -> bool:
        """Whether FastStream's test broker stands in for the server."""
        return not isinstance(self.config.producer, CloudEventsProducer)

    async def start(self) -> None:
        """Connect, wait for the server, create the groups, begin to read."""
        await self.connect()
        if not self.tested:
            telemetry.serve(self.settings)
            await self._prepare()
            for reader in self.readers.values():
                reader.begin()
            works = [self._tidy, *(reader.keep for reader in self.readers.values())]
            self._beside = [asyncio.create_task(work()) for work in works]
        await super().start()

    async def stop(
        self,
        exc_type: type[BaseException] | None = None,
        exc_val: BaseException | None = None,
        exc_tb: TracebackType | None = None,
    ) -> None:
        """Stop reading, finish what is in hand, disconnect."""
        if self.running and not self.tested:
            # A read cancelled on its way would leave its entries pending until another worker takes them over.
            await asyncio.gather(*(reader.drain() for reader in self.readers.values()))
        await super().stop(exc_type, exc_val, exc_tb)
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)
        self._beside = []

    async def _prepare(self) -> None:
        """Wait for the server and make the groups."""
        for pause in pauses():
            await wait_for_redis(self)
            try:
                await ensure_contract(self.client)
                for stream, group in self.readers:
                    await ensure_group(self.client, stream, group)
            except (RedisError, OSError) as error:
                log.warning("cannot make the groups, trying until it works", error=str(error))
                await asyncio.sleep(pause)
            else:
                return

    async def _tidy(self) -> None:
        """Now and then trim the streams that it reads or writes."""
        every = min(_TIDY, max(1.0, self.settings.retention))
        while True:
            await asyncio.sleep(every * random.uniform(0.5, 1.0))  # noqa: S311 - so that workers do not all trim at once
            with contextlib.suppress(RedisError, OSError):  # the reading says so when the server is away
                for stream in {name for name, _ in self.readers} | {kind.STREAM for kind in self.produces}:
                    await trim(self.client, stream, retention=self.settings.retention)


def make_broker(settings: Settings, *, service: str, produces: Sequence[type[Message]] = ()) -> FactwireBroker:
    """The broker of a service; `produces` names the messages that it publishes (for the AsyncAPI document).

    Nothing connects yet. Raises Misconfigured where no server is set.
    """
    try:
        broker = FactwireBroker(
            _url(settings),
            settings=settings,
            produces=produces,
            middlewares=telemetry.middlewares(settings),
            logger=None,  # ours says what matters, with the article's id
            description=f"Factwire {service}",
            client_name=f"factwire-{service}",
            socket_timeout=SOCKET_TIMEOUT,
            socket_connect_timeout=3.0,
            socket_keepalive=True,
            health_check_interval=0,
            retry=Retry(ExponentialWithJitterBackoff(base=0.1, cap=1.0), 3),
            apply_types=False,  # entries are validated one by one, by us
        )
    except ValueError as error:
        raise Misconfigured(f"FACTWIRE_REDIS_URL: {error}", "redis://[user:password@]host:port/db") from None
    for kind in produces:
        broker.publisher(stream=StreamSub(kind.STREAM), title=f"{kind.STREAM}:{kind.__name__}", schema=kind)
    return broker


def _url(settings: Settings) -> str:
    if settings.redis_url is None:
        raise Misconfigured("FACTWIRE_REDIS_URL is not set", "redis://host:6379/0; `factwire up` brings a server")
    return settings.redis_url.get_secret_value()


async def publish(broker: FactwireBroker, messages: Sequence[Message], *, traceparent: str | None = None) -> list[str]:
    """Put messages on their streams, in one round trip and all or none; the entries' ids.

    It is one transaction because a server that writes every change to disk (`appendfsync always`) then does so once,
    and else after each 16 KB that it reads. Whoever has many megabytes hands them over in several calls: the server
    answers nobody else meanwhile.

    Raises Unavailable when the server cannot take them, after a few tries: then it may have taken them or not, and
    publishing all of them again is right, since a message's id is the same each time and readers recognise it.
    """
    if not messages:
        return []
    try:
        async with broker.client.pipeline(transaction=len(messages) > 1) as batch:
            await add_all(broker, batch, [(message, traceparent) for message in messages], now())
            return [] if broker.tested else [entry_id.decode() for entry_id in await batch.execute()]
    except (RedisError, OSError) as error:
        raise Unavailable(f"Redis does not take messages: {error}", "send them again later") from error


async def add_all(
    broker: FactwireBroker, batch: Any, messages: Sequence[tuple[Message, str | None]], stamp: str
) -> None:
    """Queue an XADD for each message: through FastStream where middlewares want to see it, else directly."""
    if broker.middlewares or broker.tested:
        for message, traceparent in messages:
            body = message.model_dump_json().encode()
            await add_seen(broker, batch, message.STREAM, attributes(message, traceparent, stamp), body)
        return
    for message, traceparent in messages:
        batch.xadd(message.STREAM, fields_of(message, traceparent, stamp))


async def add_seen(broker: FactwireBroker, batch: Any, stream: str, fields: dict[str, str], body: bytes) -> None:
    """Queue one XADD through FastStream, so that its middlewares see the message: its attributes and its JSON."""
    with telemetry.within(fields.get("traceparent") if broker.middlewares else None):
        await broker.publish(
            body,
            stream=stream,
            headers=fields,
            correlation_id=fields["id"],
            pipeline=None if broker.tested else batch,
        )


async def wait_for_redis(broker: FactwireBroker, *, timeout: float | None = None) -> None:  # noqa: ASYNC109 - it retries
    """Connect and return once the server answers; say every few seconds what is waited for.

    Raises Misconfigured when the server refuses us (wrong password), TimeoutError after `timeout` seconds.
    """
    client: Client = await broker.connect()
    options = client.connection_pool.connection_kwargs
    address = options.get("path") or f"{options.get('host', 'localhost')}:{options.get('port', 6379)}"
    begun = time.monotonic()
    said = -5.0
    for pause in pauses():
        try:
            await client.ping()
        except (AuthenticationError, NoPermissionError) as error:
            raise Misconfigured(f"FACTWIRE_REDIS_URL: {address} refuses us: {error}", "wrong password?") from None
        except (RedisError, OSError) as error:
            waited = time.monotonic() - begun
            if timeout is not None and waited > timeout:
                raise TimeoutError(f"no Redis at {address} after {timeout:g} s: {error}") from error
            if waited - said >= 5:
                said = waited
                hint = "start it, or set FACTWIRE_REDIS_URL"
                log.warning("waiting for Redis", address=address, error=str(error), hint=hint)
            await asyncio.sleep(pause)
        else:
            return
