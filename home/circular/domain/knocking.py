"""Whether an address outside answers. Whoever proposes an entry chooses it, so it may lead nowhere but to the public internet."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from http.client import HTTPException
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from time import monotonic
from urllib.parse import urljoin

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import Url, parse_url

from home.circular.enums import LinkState

PORTS = {"http": 80, "https": 443}
ALLOWED_PORTS = frozenset({80, 443, 8080, 8443})
SECONDS, SECONDS_IN_ALL = 8, 20
"""Of silence, and for all that one address takes, wherever it leads on to and however it is asked."""
A_MOMENT = 0.2
MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# They say that nothing is there; what else is refused may be refused to programs alone.
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
NO_ADDRESS, CIRCLES = "address", "redirects"
HEADERS = {"User-Agent": "intranet-link-check/1.0", "Accept": "*/*", "Connection": "close"}
NAT64 = IPv6Network("64:ff9b::/96")


class RefusedError(Exception):
    """It is not knocked there: no address of the public internet, or none at all."""


@dataclass(frozen=True)
class Answer:
    """`said` is an HTTP status, or why there was none: name, address, refused, timeout, certificate, redirects, connection."""

    state: LinkState
    said: str


def knock(url: str) -> Answer:
    """Ask for its head and, where that is refused, for the thing itself, of which nothing is read. No statement, no exception."""
    until = monotonic() + SECONDS_IN_ALL
    try:
        status = asked("HEAD", url, until)
        if status >= HTTPStatus.BAD_REQUEST:
            status = asked("GET", url, until)
    except RefusedError as refusal:
        return Answer(LinkState.BROKEN, str(refusal))
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        return answer_to(error)
    return Answer(state_of(status), str(status))


def state_of(status: int) -> LinkState:
    if status < HTTPStatus.BAD_REQUEST:
        return LinkState.GOOD
    return LinkState.BROKEN if status in GONE else LinkState.UNREACHED


def answer_to(error: Exception) -> Answer:
    """No name and no door are wrong links; what else fails may be a bad moment, or refuse programs alone."""
    cause = error.__cause__ or error
    if isinstance(cause, socket.gaierror):
        return Answer(LinkState.BROKEN if cause.errno == socket.EAI_NONAME else LinkState.UNREACHED, "name")
    if isinstance(cause, ConnectionRefusedError):
        return Answer(LinkState.BROKEN, "refused")
    if isinstance(cause, TimeoutError):
        return Answer(LinkState.UNREACHED, "timeout")
    return Answer(LinkState.UNREACHED, "certificate" if isinstance(cause, ssl.SSLError) else "connection")


def asked(method: str, url: str, until: float) -> int:
    """The status at the end of the redirects, each of which is looked at as the first one. Raises what `knock` expects."""
    for _turn in range(MOST_REDIRECTS + 1):
        with opened(url, method, until) as response:
            target = response.headers.get("Location")
            if response.status not in REDIRECTS or not target:
                return response.status
            url = urljoin(url, target)
    raise RefusedError(CIRCLES)


@contextmanager
def opened(url: str, method: str, until: float) -> Iterator[BaseHTTPResponse]:
    """Its answer, of which only the head is read, and for no longer than `until` (of the clock that nobody sets back)."""
    place = parsed(url)
    port = place.port or PORTS[place.scheme or ""]
    host = (place.host or "").strip("[]")
    address = public_address(host, port)
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    connection = connection_to(address, port, host=host, is_secure=place.scheme == "https")
    connection.timeout = min(SECONDS, left)
    watch = Timer(left + A_MOMENT, cut, [connection])  # by then somebody has opened, or the line was given up
    watch.daemon = True
    watch.start()
    try:
        headers = {**HEADERS, "Host": place.netloc or host}
        connection.request(method, place.request_uri, headers=headers, preload_content=False, decode_content=False)
        yield connection.getresponse()
    finally:
        watch.cancel()
        connection.close()


def cut(connection: HTTPConnection) -> None:
    """Whoever answers drop by drop holds nobody."""
    with suppress(OSError):
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)


def parsed(url: str) -> Url:
    """Raises RefusedError for what is no web address, holds a password or asks for a door that is no web server's."""
    try:
        place = parse_url(url)
    except LocationParseError as error:
        raise RefusedError(NO_ADDRESS) from error
    if place.scheme not in PORTS or not place.host or place.auth or (place.port or 443) not in ALLOWED_PORTS:
        raise RefusedError(NO_ADDRESS)
    return place


def public_address(host: str, port: int) -> str:
    """The one to connect to: what the name meant when it was looked at, not what it may mean a moment later.

    Raises RefusedError if any of those that it means is not public.
    """
    found = addresses_of(host, port)
    if not found or not all(map(is_public, found)):
        raise RefusedError(NO_ADDRESS)
    return found[0]


def addresses_of(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a name that no DNS takes
        raise RefusedError(NO_ADDRESS) from error
    return [str(address[0]) for *_kind, address in found]


def is_public(text: str) -> bool:
    """Neither of a machine's or an office's own net, nor one of those wrapped into IPv6."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return all(map(is_of_internet, unwrapped(address)))


def is_of_internet(address: IPv4Address | IPv6Address) -> bool:
    is_site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not (address.is_multicast or address.is_reserved or is_site_local)


def unwrapped(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """Itself, or the addresses to which packets for it may be taken."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address in NAT64:
        return [IPv4Address(address.packed[-4:])]
    return [address, *(one for one in (address.sixtofour, *(address.teredo or ())) if one is not None)]


def connection_to(address: str, port: int, *, host: str, is_secure: bool) -> HTTPConnection:
    """To that very address, by whose certificate `host` has to be meant."""
    if not is_secure:
        return HTTPConnection(address, port, timeout=SECONDS)
    return HTTPSConnection(address, port, timeout=SECONDS, ssl_context=trust(), server_hostname=host)


@cache
def trust() -> ssl.SSLContext:
    """The certificates that this machine trusts."""
    return ssl.create_default_context()
