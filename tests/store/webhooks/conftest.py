"""A store whose webhooks may reach this machine and lose no time between attempts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from services.store.settings import StoreSettings
from shared.embedded import EmbeddedServer

QUICK = {"webhook_internal": True, "webhook_timeout": 5, "webhook_retries": "0.05,0.05,0.05"}


async def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - a thread counts
            await asyncio.sleep(0.02)


@pytest.fixture
def working(database_url: str, server: EmbeddedServer, tmp_path: Any) -> StoreSettings:
    return StoreSettings.model_validate(
        {"database_url": database_url, "redis_url": server.url, "data_dir": tmp_path, "claim_after": 0.5}
        | QUICK
        | {"admin_key": "a key of some length"}
    )
