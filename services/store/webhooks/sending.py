"""One signed request to an endpoint, by the Standard Webhooks specification 1.0.0.

The headers webhook-id (the same at every attempt), webhook-timestamp (of this attempt) and webhook-signature
(`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; one for each secret that holds). Redirects are failures,
proxies of the environment are not used, and no connection is kept, since it belongs to an address and not to a name.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import secrets
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version

import httpx
from standardwebhooks.webhooks import Webhook

from services.store.webhooks.addresses import reachable
from shared.errors import Rejected

PREFIX = "whsec_"
BYTES = 32  # of a secret; the specification asks for 24 to 64
SHOWN = 300  # bytes of an answer that are kept, for whoever looks why it failed


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended: the status of the answer, or none; `told` says it in words."""

    status: int | None
    told: str
    retry_after: float | None = None  # seconds

    @property
    def ok(self) -> bool:
        """Whether the endpoint has it."""
        return self.status is not None and 200 <= self.status < 300


def new_secret() -> str:
    """`whsec_` and 32 random bytes in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers(message_id: str, at: dt.datetime, body: str, keys: list[str]) -> dict[str, str]:
    """The three headers; `keys` are the secrets that hold, the newest first."""
    signatures = [Webhook(key).sign(message_id, at, body) for key in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


async def send(url: str, message_id: str, body: str, keys: list[str], *, timeout: float, internal: bool) -> Outcome:  # noqa: ASYNC109 - it is the answer's time, kept as one
    """Send it once. Whatever goes wrong is an outcome, not an error."""
    target = httpx.URL(url)
    port = target.port or (443 if target.scheme == "https" else 80)
    signed = headers(message_id, dt.datetime.now(dt.UTC), body, keys)
    signed |= {
        "content-type": "application/json",
        "host": target.netloc.decode(),
        "user-agent": f"Factwire/{version('factwire')} (webhook)",
    }
    try:
        async with asyncio.timeout(timeout):
            address = await reachable(target.host, port, internal=internal)
            async with (
                httpx.AsyncClient(
                    timeout=None,  # noqa: S113 - the one above holds for all of it
                    trust_env=False,
                    follow_redirects=False,
                ) as client,
                client.stream(
                    "POST",
                    target.copy_with(host=address),
                    content=body.encode(),
                    headers=signed,
                    extensions={"sni_hostname": target.host},
                ) as answer,
            ):
                said = await _beginning(answer)
    except Rejected as refused:
        return Outcome(None, str(refused))
    except TimeoutError:
        return Outcome(None, f"no answer in {timeout:g} s")
    except (httpx.HTTPError, OSError, ValueError) as error:
        return Outcome(None, f"{type(error).__name__}: {error}"[:SHOWN])
    told = f"{answer.status_code} {answer.reason_phrase}" + (f": {said}" if said and not answer.is_success else "")
    return Outcome(answer.status_code, told, _retry_after(answer.headers.get("retry-after")))


async def _beginning(answer: httpx.Response) -> str:
    """The first bytes of the answer as one line; the rest is not waited for."""
    if answer.is_success:
        return ""
    async for piece in answer.aiter_raw(SHOWN):
        return " ".join(piece[:SHOWN].decode(errors="replace").replace("\x00", "").split())
    return ""


def _retry_after(value: str | None) -> float | None:
    """Seconds, from a number of them or a date (RFC 9110, 10.2.3)."""
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    if at.tzinfo is None:
        return None
    return max(0.0, (at - dt.datetime.now(dt.UTC)).total_seconds())
