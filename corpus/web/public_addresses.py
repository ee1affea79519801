"""Network addresses that the program may call: those of the public internet, and none of the inside.

A page or a feed names the next address, and it may name one of ours: a server's metadata, a printer, the record.
"""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_UNICAST = ipaddress.ip_network("2000::/3")
_TEREDO = ipaddress.ip_network("2001::/32")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PLATFORM = frozenset({ipaddress.ip_address("168.63.129.16")})
"""Public by number, yet inside: the address from which Azure's platform serves its machines."""


def parse_address(text: str) -> Address:
    """Return an address as the resolver gives it, perhaps with a zone; ValueError for anything else.

    >>> parse_address("fe80::1%eth0")
    IPv6Address('fe80::1')
    """
    return ipaddress.ip_address(text.partition("%")[0])


def is_public(address: Address) -> bool:
    """Return whether an address is one of the public internet, also behind the forms that wrap an IPv4 address.

    >>> is_public(parse_address("93.184.216.34")), is_public(parse_address("::ffff:169.254.169.254"))
    (True, False)
    """
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not (address.is_multicast or address.is_reserved or address in _PLATFORM)
    wrapped = _wrapped(address)
    if wrapped is not None:
        return is_public(wrapped)
    return address in _UNICAST and address not in _TEREDO and address.is_global


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 one leads to: mapped, 6to4 (RFC 3056) or NAT64 (RFC 6052)."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
