"""The address guard, against every spelling of an address inside that some resolver would take."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.egress.addresses import literal, local_name, refused
from archive.crawl.egress.place import Place
from archive.errors import AddressRefused, FetchError

INSIDE = """
0.0.0.0 0.0.0.1 0.255.255.255
10.0.0.0 10.0.0.1 10.255.255.255
100.64.0.0 100.100.100.200 100.127.255.255
127.0.0.0 127.0.0.1 127.1.2.3 127.255.255.255
168.63.129.16
169.254.0.1 169.254.169.254 169.254.170.2 169.254.255.255
172.16.0.1 172.17.0.1 172.31.255.255
192.0.0.1 192.0.0.192 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1
192.168.0.1 192.168.255.255 192.175.48.1
198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9
224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.254 255.255.255.255
:: ::1 ::2 ::127.0.0.1 ::7f00:1 ::a00:1 ::8.8.8.8
::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:192.168.1.1 ::ffff:8.8.8.8
::ffff:0:127.0.0.1
64:ff9b::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b::808:808 64:ff9b:1::1 64:ff9b:1:ffff::10.0.0.1
100::1 100:0:0:1::1
2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:0:7f00:1::1 2001:1::1 2001:2::1 2001:3::1 2001:4:112::1
2001:10::1 2001:20::1 2001:30::1 2001:1ff:ffff::1
2001:db8::1 2001:db8:ffff::1
2002:7f00:1:: 2002:7f00:1::1 2002:a00:1:: 2002:c0a8:101::1 2002:a9fe:a9fe:: 2002:808:808::
2620:4f:8000::1 3fff::1 3fff:fff::1 5f00::1 4000::1 8000::1 1fff::1
fc00::1 fc00:: fd00::1 fd00:ec2::254 fd12:3456:789a::1 fdff:ffff::1
fe80::1 fe80::a9fe:a9fe febf::1 fe80::1%eth0 fe80::1%25lo
fec0::1 feff::1 ff00::1 ff02::1 ff02::fb ff05::2 ff0e::1
2a00:1450::5efe:7f00:1 2a00:1450::200:5efe:a00:1
"""

OUTSIDE = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1
168.63.129.15 169.253.255.255 169.255.0.1 172.15.255.255 172.32.0.1 191.255.255.255 192.0.1.1 192.167.255.255
192.169.0.1 198.17.255.255 198.20.0.1 216.58.210.1 223.255.255.255
2000::1 2001:200::1 2001:4860:4860::8888 2001:db7:ffff::1 2001:db9::1 2003::1 2606:4700::1111 2a00:1450:4001::1
2620:4f:7fff::1 3ffe::1 3fff:1000::1
"""

# Each leads to 127.0.0.1, 169.254.169.254, 10.0.0.1 or ::1 for some resolver, browser or library.
SPELLINGS = {
    "127.0.0.1": """127.0.0.1 127.0.0.1. 127.1 127.0.1 2130706433 017700000001 0x7f000001 0x7F000001 0x7f.1 0x7f.0.0.1
        0x7f.0x0.0x0.0x1 0177.0.0.1 0177.0.0.01 0177.1 127.0x1 127.0.0x1 127.00.00.01 0x7f.0.1
        １２７.０.０.１ 127。0。0。1 127．0．0．1 127｡0｡0｡1 ①②⑦.⓪.⓪.① １２７｡１ ０x7f.1""",
    "169.254.169.254": """169.254.169.254 2852039166 0xa9fea9fe 0xA9.0xFE.0xA9.0xFE 025177524776 0251.0376.0251.0376
        169.16689662 169.254.43518 0xa9.254.0251.254""",
    "10.0.0.1": "10.0.0.1 10.1 10.0.1 012.1 0xa.1 167772161 0xa000001 01200000001",
    "0.0.0.0": "0 0.0 0x 00 0.0.0.0 0x0",
    "::1": "[::1] [::1 ::1 [0:0:0:0:0:0:0:1] [::0001] 0000:0000:0000:0000:0000:0000:0000:0001",
    "::ffff:127.0.0.1": "[::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:127.0.0.1] [::FFFF:7F00:0001]",
}
UNREADABLE = """256.0.0.1 1.2.3.4.5 127.0.0.1.5 0x100000000 4294967296 127.0.0.256 1.2.3.0400 099.0.0.1 08.1
    999.999.999.999 127..1 foo.0x1 example.127 a.b.c.1 [fe80::1%25eth0] [fe80::1%eth0] 127%2e0%2e0%2e1 [::g]
    [1::2::3] 99999999999999999999"""
LOCAL = """localhost LOCALHOST localhost. localhost.localdomain foo.localhost ip6-localhost ip6-loopback printer.local
    router.lan nas.home.arpa wiki.internal metadata.google.internal metadata instance-data kubernetes
    kubernetes.default.svc.cluster.local intranet wiki ｌｏｃａｌｈｏｓｔ ⓛocalhost foo。local"""
PUBLIC = ["example.com", "localhost.example.com", "www.blogger.com", "internal.example.org", "a.b.c.example"]


@pytest.mark.parametrize("address", INSIDE.split())
def test_addresses_inside_are_refused(address: str) -> None:
    assert refused(address)


@pytest.mark.parametrize("address", OUTSIDE.split())
def test_addresses_of_the_public_internet_are_not(address: str) -> None:
    assert refused(address) is None


@pytest.mark.parametrize(
    ("address", "host"), [(address, host) for address, hosts in SPELLINGS.items() for host in hosts.split()]
)
def test_every_spelling_of_an_address_is_seen_through(address: str, host: str) -> None:
    found = literal(host)
    assert found == ip_address(address)
    assert found is not None
    assert refused(found)


@pytest.mark.parametrize("host", UNREADABLE.split())
def test_what_looks_like_an_address_and_is_none_is_no_name_either(host: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        literal(host)


@pytest.mark.parametrize("host", LOCAL.split())
def test_names_of_this_machine_and_its_network_are_known(host: str) -> None:
    assert literal(host) is None
    assert local_name(host)


@pytest.mark.parametrize("host", PUBLIC)
def test_public_names_are_not_local(host: str) -> None:
    assert literal(host) is None
    assert not local_name(host)


@pytest.mark.parametrize(
    "url",
    [
        "http://user:secret@127.0.0.1/",
        "http://example.com@127.0.0.1/",
        "http://example.com:80@169.254.169.254/latest/meta-data/",
        "http://127.0.0.1#@example.com/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://2130706433:8080/",
        "https://0x7f.1/",
        "http://127.0.0.1?.example.com/",
        "http://0/",
    ],
)
def test_the_host_that_is_checked_is_the_host_that_is_asked(url: str) -> None:
    with pytest.raises(FetchError) as refusal:
        Place.of(url).check_unresolved(())
    assert not refusal.value.retry


@pytest.mark.parametrize("url", [f"http://{host}/" for host in LOCAL.split() if host.isascii()])
def test_a_proxy_is_not_asked_for_local_names(url: str) -> None:
    with pytest.raises(AddressRefused):
        Place.of(url).check_unresolved(())


def test_networks_can_be_allowed() -> None:
    allowed = [ip_network("10.1.0.0/16"), ip_network("fd00::/8")]
    assert refused("10.1.2.3", allowed) is None
    assert refused("::ffff:10.1.2.3", allowed) is None
    assert refused("fd00::7", allowed) is None
    assert refused("10.2.0.1", allowed)
    assert refused("127.0.0.1", allowed)


def test_what_is_no_address_is_refused() -> None:
    assert refused("not an address") == "not an address"


@given(st.integers(0, 2**32 - 1))
def test_a_mapped_address_is_never_let_through(number: int) -> None:
    address = IPv4Address(number)
    assert refused(f"::ffff:{address}")
    assert refused(f"64:ff9b::{address}")
    assert refused(str(IPv6Address((0x2002 << 112) + (number << 80))))


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{0}", "{0:#x}", "0{0:o}"]))
def test_one_number_spells_an_address_in_any_base(number: int, form: str) -> None:
    assert literal(form.format(number)) == IPv4Address(number)


@given(st.ip_addresses())
def test_private_addresses_as_python_sees_them_are_refused(address: IPv4Address | IPv6Address) -> None:
    if address.is_private or address.is_multicast or address.is_reserved or address.is_link_local:
        assert refused(address)
