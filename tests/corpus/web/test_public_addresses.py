"""Only the public internet is called, in whatever form an address is written."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.web.public_addresses import is_public, parse_address


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.0.1 169.254.169.254 100.64.0.1 100.100.100.200 0.0.0.0 224.0.0.1 240.0.0.1"
    " 255.255.255.255 168.63.129.16 192.0.2.1 198.18.0.1 :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 fec0::1"
    " ff02::1 ::ffff:127.0.0.1 ::ffff:a9fe:a9fe ::127.0.0.1 2002:7f00:1:: 64:ff9b::a9fe:a9fe 64:ff9b:1::1 2001::1"
    " 2001:db8::1".split(),
)
def test_the_inside_is_not_public(address: str) -> None:
    assert not is_public(parse_address(address))


@pytest.mark.parametrize(
    "address", "8.8.8.8 93.184.216.34 2606:4700::1111 64:ff9b::808:808 ::ffff:8.8.8.8".split()
)
def test_the_public_internet_is(address: str) -> None:
    assert is_public(parse_address(address))


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_does_not_change_what_it_leads_to(address: ipaddress.IPv4Address) -> None:
    for wrapped in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert is_public(parse_address(wrapped)) == is_public(address)
