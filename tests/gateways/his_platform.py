"""A platform on the network, for tests: it checks signatures and can go silent."""

import base64
import hmac
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tongban.core.hsa.profiles import gateway_text

SECRET = "s" * 32


@dataclass
class Platform:
    """What it answers by number, what it was sent, and how often it stays silent."""

    outputs: dict[str, object] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    silent: Counter[str] = field(default_factory=Counter)
    bodies: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    sent: list[dict[str, object]] = field(default_factory=list)
    site: str = ""

    def numbers(self) -> list[str]:
        return [str(one["infno"]) for one in self.sent]

    def answer(self, said: dict[str, object]) -> bytes | None:
        infno = str(said["infno"])
        self.sent.append(said)
        if self.silent[infno] > 0:
            self.silent[infno] -= 1
            return None
        found = self.files.get(infno) or self.bodies.get(infno)
        if found is not None:
            return found
        if infno in self.refusals:
            told = {"infcode": -1, "err_msg": self.refusals[infno], "output": ""}
        else:
            told = {"infcode": 0, "output": self.outputs.get(infno, {})}
        return json.dumps(told).encode()


def is_signed(headers: dict[str, str]) -> bool:
    digest = hmac.digest(SECRET.encode(), gateway_text(headers).encode(), "sha1")
    return base64.b64encode(digest).decode() == headers["_api_signature"]


@contextmanager
def serving() -> Iterator[Platform]:
    """A platform that answers until the test is over."""
    platform = Platform()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            content = platform.answer(said)
            if content is None:
                self.close_connection = True
                return
            if not is_signed(headers):
                content = b'{"infcode": -1, "err_msg": "signature"}'
            self.send_response(200)
            is_file = str(said["infno"]) in platform.files
            kind = "application/octet-stream" if is_file else "application/json"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    platform.site = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield platform
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
