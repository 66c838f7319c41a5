"""Whether addresses outside answer: nothing but the public internet is knocked at, and nothing of it is read."""

import socket
import threading
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic, sleep

import pytest
from django.utils import timezone

from home.circular.domain import knocking, links_outside
from home.circular.domain.knocking import Answer, is_public, knock
from home.circular.domain.links_outside import forget_old, look_outside, unlooked
from home.circular.enums import EntryState, LinkState
from home.circular.models import LinkCheck
from home.circular.tasks import ask_for_links
from tests.factories.agenda import an_event, in_days
from tests.factories.circular import a_circular, a_proposal, an_entry

asked = []


class Site(BaseHTTPRequestHandler):
    """Answers each path with the status that it names; `/heads/…` refuses those who ask for the head alone."""

    def do_HEAD(self):
        asked.append((self.command, self.path, self.headers["Host"]))
        first, *rest = self.path.strip("/").split("/")
        refuses = first == "heads" and self.command == "HEAD"
        self.send_response(405 if refuses else int(rest[0] if first == "heads" else first))
        if rest and first != "heads":
            self.send_header(
                "Location", "/".join(["", *rest]) if rest[0] != "out" else "http://169.254.169.254/latest/"
            )
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 - the handler's name

    def log_message(self, *_args):
        pass


@pytest.fixture
def site(monkeypatch):
    """A site of the town, on this machine: for once its address counts as public, and no other one does."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    monkeypatch.setattr(knocking, "ALLOWED_PORTS", {80, server.server_port})
    monkeypatch.setattr(knocking, "is_public", lambda address: address == "127.0.0.1")
    asked.clear()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def _nobody_connects(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError(_args)

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr("urllib3.util.connection.create_connection", refuse)


PRIVATE = """
    127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 240.0.0.1
    ::1 :: fe80::1 fc00::1 ff02::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 2002:7f00:1:: 64:ff9b::a00:1 fe80::1%eth0
    2001:0:7f00:1::1 fec0::1 no-es-cap-adreca
""".split()  # noqa: SIM905 - as elsewhere


@pytest.mark.once
@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_of_a_net_of_ones_own_are_not_public(address):
    assert not is_public(address)


@pytest.mark.once
@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:220:1::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
)
def test_addresses_of_the_internet_are(address):
    assert is_public(address)


@pytest.mark.once
@pytest.mark.usefixtures("_nobody_connects")
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://93.184.215.14:22/",
        "http://93.184.215.14:6379/",
        "http://algu:secret@93.184.215.14/",
        "ftp://93.184.215.14/",
        "file:///etc/passwd",
        "http://",
        "http://[",
    ],
)
def test_nobody_knocks_at_what_is_not_public(url):
    assert knock(url) == Answer(LinkState.BROKEN, "address")


@pytest.mark.once
@pytest.mark.usefixtures("_nobody_connects")
def test_a_name_that_means_a_public_and_a_private_address_is_not_knocked_at(monkeypatch):
    monkeypatch.setattr(knocking, "addresses_of", lambda _host, _port: ["93.184.215.14", "10.0.0.1"])
    assert knock("https://casa.example/") == Answer(LinkState.BROKEN, "address")


@pytest.mark.once
def test_it_connects_to_the_very_address_that_was_looked_at_by_the_name_of_the_site(monkeypatch):
    """The name may mean another one a moment later: it is asked for once, and the certificate is to be that of the name."""
    made = []
    monkeypatch.setattr(knocking, "addresses_of", lambda host, _port: made.append(host) or ["93.184.215.14"])
    connect = knocking.connection_to
    monkeypatch.setattr(
        knocking, "connection_to", lambda *args, **names: made.append(connect(*args, **names)) or made[-1]
    )
    monkeypatch.setattr("urllib3.util.connection.create_connection", lambda *_a, **_k: (_ for _ in ()).throw(OSError))
    assert knock("https://Casa.example/ajuts").state == LinkState.UNREACHED
    host, connection = made
    assert (host, connection.host, connection.port) == ("casa.example", "93.184.215.14", 443)
    assert (connection.server_hostname, connection.ssl_context.check_hostname) == ("casa.example", True)


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "answer", "methods"),
    [
        ("/200", Answer(LinkState.GOOD, "200"), ["HEAD"]),
        ("/heads/200", Answer(LinkState.GOOD, "200"), ["HEAD", "GET"]),
        ("/404", Answer(LinkState.BROKEN, "404"), ["HEAD", "GET"]),
        ("/410", Answer(LinkState.BROKEN, "410"), ["HEAD", "GET"]),
        ("/403", Answer(LinkState.UNREACHED, "403"), ["HEAD", "GET"]),
        ("/503", Answer(LinkState.UNREACHED, "503"), ["HEAD", "GET"]),
        ("/301/302/200", Answer(LinkState.GOOD, "200"), ["HEAD"] * 3),
        ("/302/out", Answer(LinkState.BROKEN, "address"), ["HEAD"]),
        (f"{'/302' * 7}/200", Answer(LinkState.BROKEN, "redirects"), ["HEAD"] * 6),
    ],
)
def test_what_a_site_answers(site, path, answer, methods):
    assert knock(f"{site}{path}") == answer
    assert [method for method, _path, _host in asked] == methods
    assert {host for _method, _path, host in asked} == {site.removeprefix("http://")}


@pytest.fixture
def slow_door(monkeypatch):
    """A door behind which somebody speaks drop by drop, for as long as they are listened to."""
    server = socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]
    monkeypatch.setattr(knocking, "ALLOWED_PORTS", {port})
    monkeypatch.setattr(knocking, "is_public", lambda address: address == "127.0.0.1")
    yield server, f"http://localhost:{port}/"
    server.close()


@pytest.mark.once
def test_who_is_silent_or_not_there_is_waited_for_no_longer_than_told(slow_door, monkeypatch):
    server, url = slow_door
    monkeypatch.setattr(knocking, "SECONDS", 0.1)
    assert knock(url) == Answer(LinkState.UNREACHED, "timeout")
    server.close()
    assert knock(url) == Answer(LinkState.BROKEN, "refused")


@pytest.mark.once
@pytest.mark.parametrize("drop", [b"x", b"HTTP/1.1 302 Found\r\nLocation: /on\r\nContent-Length: 0\r\n\r\n"])
def test_however_somebody_draws_it_out_all_together_takes_no_longer_than_told(slow_door, monkeypatch, drop):
    """Neither drop by drop nor from one door to the next, nor once more because the first way was refused."""
    server, url = slow_door
    monkeypatch.setattr(knocking, "SECONDS_IN_ALL", 0.5)
    threading.Thread(target=draw_out, args=(server, drop), daemon=True).start()
    begun = monotonic()
    assert knock(url).state == LinkState.UNREACHED
    assert 0.4 < monotonic() - begun < 2


def draw_out(server, drop):
    with suppress(OSError):
        while True:
            line, _address = server.accept()
            with suppress(OSError), line:
                while len(drop) == 1:
                    line.sendall(drop)
                    sleep(0.05)
                sleep(0.2)
                line.sendall(drop)


# --- What is looked at, and when ---


@pytest.mark.django_db
def test_links_of_what_may_be_printed_are_looked_at_once_a_day(monkeypatch):
    intro = '<p>Mireu <a href="https://intro.example/">això</a>, <a href="/agenda/">l’agenda</a> i <a href="mailto:a@b.example">escriviu</a>.</p>'
    circular = a_circular(intro=intro)
    an_entry(circular, link="https://un.example/")
    a_proposal(circular, link="https://dos.example/")
    a_proposal(circular, link="http://testserver/agenda/")
    an_entry(circular, state=EntryState.REJECTED, link="https://no.example/")
    an_entry(circular, event=an_event(start=in_days(9)), link="https://font.example/")
    knocked = []
    monkeypatch.setattr(links_outside, "knock", lambda url: knocked.append(url) or Answer(LinkState.GOOD, "200"))
    LinkCheck.objects.create(
        url="https://dos.example/", state=LinkState.BROKEN, checked_at=timezone.now() - timedelta(days=2)
    )
    assert look_outside(circular.pk) == 3
    assert sorted(knocked) == ["https://dos.example/", "https://intro.example/", "https://un.example/"]
    assert set(LinkCheck.objects.values_list("url", "state", "answer")) == {(url, "good", "200") for url in knocked}
    assert (look_outside(circular.pk), look_outside(0), len(knocked)) == (0, 0, 3)
    assert unlooked(circular, now=timezone.now() + timedelta(hours=25)) != []


@pytest.mark.once
def test_nobodys_door_is_beleaguered_and_a_turn_has_its_end(monkeypatch):
    lock, inside, most, release = threading.Lock(), Counter(), Counter(), threading.Event()

    def slow(url):
        host = links_outside.host_of(url)
        with lock:
            inside[host] += 1
            most[host] = max(most[host], inside[host])
        release.wait(5 if host == "lent.example" else 0.02)
        with lock:
            inside[host] -= 1
        return Answer(LinkState.GOOD, "200")

    monkeypatch.setattr(links_outside, "knock", slow)
    monkeypatch.setattr(links_outside, "SECONDS", 0.5)
    slow_ones = [f"https://lent.example/{number}" for number in range(9)]
    others = [f"https://n{number}.example/" for number in range(9)]
    begun = monotonic()
    found = links_outside.answers_of([*slow_ones, *others])
    took = monotonic() - begun
    release.set()
    assert (set(found), most["lent.example"], 0.4 < took < 2) == (set(others), 4, True)


@pytest.mark.django_db
def test_pages_ask_for_it_once_in_a_while(monkeypatch, django_capture_on_commit_callbacks):
    circular, looked = a_circular(), []
    monkeypatch.setattr(links_outside, "look_outside", looked.append)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        ask_for_links(circular)
        ask_for_links(circular)
    assert len(callbacks) == 1


@pytest.mark.django_db
def test_what_no_circular_asks_about_is_forgotten():
    now = timezone.now()
    LinkCheck.objects.create(url="https://vell.example/", checked_at=now - timedelta(days=91))
    LinkCheck.objects.create(url="https://nou.example/", checked_at=now - timedelta(days=89))
    forget_old()
    assert list(LinkCheck.objects.values_list("url", flat=True)) == ["https://nou.example/"]
