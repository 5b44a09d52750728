"""Signatures and addresses: the specification's own example, and doors that must stay shut."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import ipaddress

import pytest
from standardwebhooks.webhooks import Webhook

from services.store.webhooks.addresses import checked_url, is_public, reachable
from services.store.webhooks.sending import Outcome, headers, new_secret, send
from shared.errors import Rejected
from tests.store.webhooks.receiver import Receiver

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_signature_is_that_of_the_reference_implementation() -> None:
    """The vector that the libraries of the specification test themselves with."""
    at = dt.datetime.fromtimestamp(1614265330, dt.UTC)
    made = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}', [SECRET])
    assert made == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_every_secret_that_holds_signs() -> None:
    now = dt.datetime.now(dt.UTC)
    fresh = new_secret()
    made = headers("msg_1", now, "{}", [fresh, SECRET])
    assert len(made["webhook-signature"].split(" ")) == 2
    for secret in (fresh, SECRET):
        assert Webhook(secret).verify("{}", made) == {}
    assert fresh.startswith("whsec_")
    assert 24 <= len(base64.b64decode(fresh.removeprefix("whsec_"))) <= 64


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/x", "http://example.org/x", "https:///x", "https://user:word@example.org/", "example.org",
        "https://example.org/#part", "https://example.org:0/", "https://example.org:99999/", "https://exam ple.org/",
        "https://ex\tample.org/", "file:///etc/passwd", "https://[::1", f"https://example.org/{'x' * 3000}",
    ],
)  # fmt: skip
def test_what_is_no_endpoint_is_refused(url: str) -> None:
    with pytest.raises(Rejected):
        checked_url(url, internal=False)


def test_an_endpoint_may_be() -> None:
    assert checked_url("https://example.org:8443/hook?a=b", internal=False)
    assert checked_url("http://localhost:8080/hook", internal=True)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "2002:7f00:1::",
        "64:ff9b::7f00:1", "64:ff9b::a01:203", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:2800:220:1::1", "64:ff9b::101:101"])
def test_addresses_outside_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "::1"])
async def test_names_for_this_machine_are_refused(host: str) -> None:
    with pytest.raises(Rejected, match="not a public address"):
        await reachable(host, 443, internal=False)


async def sent(receiver: Receiver, *, internal: bool = True) -> Outcome:
    return await send(receiver.url, "msg_1", '{"type":"t"}', [SECRET], timeout=5, internal=internal)


async def test_nothing_knocks_at_a_door_inside() -> None:
    with Receiver() as receiver:
        outcome = await sent(receiver, internal=False)
    assert (outcome.ok, outcome.status, receiver.requests) == (False, None, [])
    assert "not a public address" in outcome.told


async def test_a_redirect_is_a_failure_and_is_not_followed() -> None:
    with Receiver() as inside, Receiver(lambda _: (302, {"location": inside.url})) as receiver:
        outcome = await sent(receiver)
    assert (outcome.ok, outcome.status, inside.requests) == (False, 302, [])


async def test_what_the_endpoint_says_is_kept() -> None:
    with Receiver(lambda _: (503, {"retry-after": "7"})) as receiver:
        outcome = await sent(receiver)
    assert (outcome.status, outcome.told, outcome.retry_after) == (503, "503 Service Unavailable: no", 7.0)
    later = (dt.datetime.now(dt.UTC) + dt.timedelta(minutes=10)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    with Receiver(lambda _: (429, {"retry-after": later})) as receiver:
        waits = (await sent(receiver)).retry_after
    assert waits is not None
    assert 590 < waits <= 600


async def test_no_answer_is_an_outcome() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    outcome = await send(f"http://127.0.0.1:{port}/", "msg_1", "{}", [SECRET], timeout=0.3, internal=True)
    assert outcome == Outcome(None, "no answer in 0.3 s")
    server.close()
    await server.wait_closed()
    refused = await send(f"http://127.0.0.1:{port}/", "msg_1", "{}", [SECRET], timeout=2, internal=True)
    assert refused.status is None
    assert "ConnectError" in refused.told
    nowhere = await send("https://nowhere.invalid/", "msg_1", "{}", [SECRET], timeout=5, internal=True)
    assert nowhere.status is None
