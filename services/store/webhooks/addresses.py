"""Where webhooks may go: public addresses only, so that nobody makes store knock at doors inside.

The name is resolved here and the request goes to the address that was checked: a name that points elsewhere a moment
later changes nothing. https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import TypeAlias
from urllib.parse import urlsplit

from shared.errors import Rejected

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address stands in the last 32 bits
LONGEST = 2000


def checked_url(url: str, *, internal: bool) -> str:
    """The URL, if it may be an endpoint's by its look. Raises Rejected.

    `internal` allows plain http, and leaves `reachable` to allow every address.
    """
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or 0 < parts.port < 65536
    except ValueError:
        parts, port_is_fine = urlsplit(""), False
    schemes = ("https", "http") if internal else ("https",)
    fine = parts.scheme in schemes and parts.hostname and port_is_fine and len(url) <= LONGEST and url.isascii()
    if not fine or parts.username is not None or parts.fragment or any(c.isspace() for c in url):
        hint = "https://host/path" if not internal else "http://host/path or https://host/path"
        also = "" if internal else "; FACTWIRE_WEBHOOK_INTERNAL=1 also allows http and addresses that are not public"
        raise Rejected(f"{url[:200]!r} cannot be told anything", f"{hint}, without user, password or fragment{also}")
    return url


async def reachable(host: str, port: int, *, internal: bool) -> str:
    """An address of the host. Raises Rejected where it has one that is not public, OSError where it has none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(sockaddr[0]) for *_, sockaddr in found]
    if not internal:
        for address in addresses:
            if not is_public(ipaddress.ip_address(address.partition("%")[0])):
                raise Rejected(
                    f"{host} is {address}, which is not a public address",
                    "FACTWIRE_WEBHOOK_INTERNAL=1 allows addresses of your own network",
                )
    return addresses[0]


def is_public(address: Address) -> bool:
    """Whether it belongs to the public internet, also where an IPv4 address is wrapped into it."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            wrapped.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(inner is not None and not is_public(inner) for inner in wrapped):
            return False
    return address.is_global and not address.is_multicast
