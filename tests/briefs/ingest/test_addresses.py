"""The address policy: public addresses pass, all others and all disguises of them do not."""

from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.ingest.addresses import is_public, literal, resolve


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "1.1.1.1",
        "113.160.0.1",
        "172.15.255.255",
        "172.32.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "192.169.0.1",
        "169.253.255.255",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2001:4860:4860::8888",
        "2400:cb00::1",
        "2a00:1450::1",
        "64:ff9b::808:808",
    ],
)
def test_a_public_address_passes(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.0.1",
        "169.254.169.254",
        "169.254.170.2",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.31.196.1",
        "192.52.193.1",
        "192.88.99.1",
        "192.175.48.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:8.8.8.8",
        "::ffff:0:127.0.0.1",
        "::127.0.0.1",
        "::8.8.8.8",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001::1",
        "2001:0:7f00:1::",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::",
        "2002:808:808::",
        "2620:4f:8000::1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fe80::a9fe:a9fe",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "2606:4700::1%1",
    ],
)
def test_an_address_that_is_not_public_is_closed(address):
    assert not is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_nothing_passes_that_the_standard_library_calls_private(address):
    assert not (is_public(address) and (address.is_private or address.is_multicast or address.is_reserved))


@given(st.ip_addresses(v=4))
def test_an_embedded_address_is_never_more_open_than_itself(address):
    embedded = (
        ip_address(int(IPv6Network(prefix).network_address) | int(address) << shift)
        for prefix, shift in (("::/96", 0), ("::ffff:0:0/96", 0), ("64:ff9b::/96", 0), ("2002::/16", 80))
    )
    assert is_public(address) or not any(map(is_public, embedded))


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "017700000001",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "0x7f.1",
        "127.1",
        "127.0.1",
        "127",
        "0",
        "0x",
        "1.2.3.4.5",
        "256.256.256.256",
        "127.0.0.1.",
        "127.0.0.0x1",
        "a.0x7f",
        "3232235521",
        "10.1",
        "00000127.0.0.1",
        "127.0.0.01",
        "١٢٧.0.0.1",
        "",
        ".",
        "..",
        "a..b",
        "-a.vn",
        "a-.vn",
        "a b.vn",
        "a%20b.vn",
        "%31%32%37.0.0.1",
        "127.0.0.1%00.vn",
        "a/b",
        "a@b",
        "a:80",
        "[::1",
        "::1%25eth0%",
        "1::2::3",
        "a" * 64 + ".vn",
        "a." * 127 + "vn",
        "ạ.vn",
        "a\n.vn",
        "localhost\x00",
    ],
)
def test_a_host_in_a_disguised_form_is_no_host(host):
    with pytest.raises(ValueError, match="host"):
        literal(host)


@pytest.mark.parametrize(
    "host", ["baochinhphu.vn", "a.vn.", "xn--bo-l5s.vn", "a_b.example.com", "1a.vn", "localhost"]
)
def test_a_name_is_left_to_the_resolver(host):
    assert literal(host) is None


def test_an_address_in_its_plain_form_is_read():
    assert literal("8.8.8.8") == IPv4Address("8.8.8.8")
    assert literal("::1") == ip_address("::1")
    assert not is_public(literal("::1"))


async def test_the_system_resolver_gives_addresses_to_check():
    found = await resolve("localhost", 80)
    assert found
    assert not any(map(is_public, found))
    assert all(a in IPv4Network("127.0.0.0/8") for a in found if isinstance(a, IPv4Address))
