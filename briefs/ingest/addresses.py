"""Which network addresses may be asked for a page: public ones, in their plain form."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Policy = Callable[[Address], bool]
Resolver = Callable[[str, int], Awaitable[list[Address]]]

# IANA's special-purpose registries (RFC 6890 and its updates), multicast (RFC 5771), and one address that
# Azure gives its host agent in every virtual machine. The metadata services of clouds (169.254.169.254,
# 100.100.100.200, 192.0.0.192, fd00:ec2::254) lie in these blocks. Written out because `is_global` differs
# between Python releases.
_CLOSED_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32",
        "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
        "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
# All IPv6 addresses that are handed out to networks lie in one block (RFC 4291, section 2.4); these parts of
# it are protocol assignments with Teredo, documentation, 6to4 and AS112.
_OPEN_6 = IPv6Network("2000::/3")
_CLOSED_6 = tuple(
    IPv6Network(block)
    for block in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_NAME = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?"
)


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the public internet.

    IPv4 inside IPv6 counts as what it embeds where translators are in use today (NAT64), and as closed
    otherwise (mapped, compatible, 6to4, Teredo).
    """
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _CLOSED_4)
    if address.scope_id:
        return False
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _OPEN_6 and not any(address in block for block in _CLOSED_6)


def literal(host: str) -> Address | None:
    """Return the address that a host is written as, None for a name.

    `host` is ASCII, IPv6 without brackets. Raises ValueError for the decimal, octal, hexadecimal and
    shortened forms that resolvers and browsers read as IPv4 (WHATWG URL, section 3.5: a host whose last part
    is a number), and for what is no host name.
    """
    try:
        return ip_address(host)
    except ValueError:
        pass
    last = host.rstrip(".").rpartition(".")[2]
    if _NUMBER.fullmatch(last) or not _NAME.fullmatch(host.removesuffix(".").lower()):
        raise ValueError("not a host name")
    return None


async def resolve(host: str, port: int) -> list[Address]:
    """Ask the system for all addresses of a name, the preferred first; raises OSError where it has none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(sockaddr[0]) for *_, sockaddr in found))
