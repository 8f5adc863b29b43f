"""A carrier on the network, for tests: checks signatures, carries a key once."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

from tongban.gateways.signed_http import is_signed

KEY = "p" * 40
NAME = "示例快递"


@dataclass
class Books:
    """What the carrier holds, and how it answers next."""

    waybills: dict[str, str] = field(default_factory=dict)
    orders: list[dict[str, object]] = field(default_factory=list)
    scans: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    unsigned: int = 0
    status: int = 200
    body: bytes | None = None
    seconds: float = 0

    def take(self, order: dict[str, object]) -> str:
        """Return the waybill of an order, the same for the same key."""
        self.orders.append(order)
        key = str(order["key"])
        return self.waybills.setdefault(key, f"SF{len(self.waybills) + 1:04d}")


class Desk(BaseHTTPRequestHandler):
    """Answers one request out of the books."""

    books: Books

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._signed(body):
            return
        # The order is taken even when the answer then fails on its way.
        waybill = self.books.take(json.loads(body)) if self.books.status != 422 else ""
        self._answer(self.books.status, {"waybill": waybill})

    def do_GET(self) -> None:
        if not self._signed(b""):
            return
        waybill = self.path.rsplit("/", 1)[-1]
        known = waybill in self.books.waybills.values() or waybill in self.books.scans
        status = self.books.status if known else 404
        self._answer(status, {"scans": self.books.scans.get(waybill, [])})

    def _signed(self, body: bytes) -> bool:
        good = is_signed(
            KEY,
            moment=self.headers["X-Tongban-Time"],
            path=self.path,
            body=body,
            signed=self.headers["X-Tongban-Signature"],
        )
        if not good:
            self.books.unsigned += 1
            self._answer(401, {})
        return good

    def _answer(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        if self.books.body is not None:
            body = self.books.body
        time.sleep(self.books.seconds)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):  # nobody waits any longer
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def carrier_site() -> Iterator[tuple[str, Books]]:
    """Serve a carrier in a thread; yield its address and its books."""
    books = Books()
    desk = type("OneDesk", (Desk,), {"books": books})
    server = HTTPServer(("127.0.0.1", 0), desk)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/parcels", books
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
