"""Everything that knows Redis: streams in, streams out, and what an operator does with them.

wire.py      an entry's fields ⇄ a message      groups.py       groups at the start, trimming
client.py    the broker, publishing             dead.py         what was given up: list, show, replay, drop
consume.py   batches to a handler and back      status.py       lag, pending, health
reading.py   what a consumer reads next         tail.py         following a stream
settling.py  publish and acknowledge, one step  running.py      start, until SIGTERM, drain
pauses.py    waiting while something is away    whereabouts.py  where one entry is
bulk.py      publishing hundreds at once
"""

from shared.broker.bulk import Prepared, publish_prepared
from shared.broker.client import FactwireBroker, make_broker, publish, wait_for_redis
from shared.broker.consume import Handler, consume
from shared.broker.dead import Dead, dead_entries, dead_entry, drop, replay
from shared.broker.running import run
from shared.broker.status import GroupStatus, Health, StreamStatus, health, status
from shared.broker.tail import entries_after, entry_data, tail
from shared.broker.whereabouts import Whereabouts, whereabouts
from shared.broker.wire import BadEntry, Entry

__all__ = [
    "BadEntry",
    "Dead",
    "Entry",
    "FactwireBroker",
    "GroupStatus",
    "Handler",
    "Health",
    "Prepared",
    "StreamStatus",
    "Whereabouts",
    "consume",
    "dead_entries",
    "dead_entry",
    "drop",
    "entries_after",
    "entry_data",
    "health",
    "make_broker",
    "publish",
    "publish_prepared",
    "replay",
    "run",
    "status",
    "tail",
    "wait_for_redis",
    "whereabouts",
]
