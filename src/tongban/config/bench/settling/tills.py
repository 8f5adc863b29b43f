"""A crowd of tills: each sends its next purchase when the last one is answered.

A program of its own, so that its work is not the server's: it is told what to
send in a file and prints what came back.
"""

import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

PIECE: Final = 65_536
GOOD: Final = b'"infcode":0'
END: Final = b"\r\n\r\n"
LENGTH: Final = b"content-length:"
MILLISECONDS: Final = 1_000
STEP: Final = 7_919  # a prime: neighbours in time are none in the rows
SLOWEST: Final = 0.99


@dataclass(eq=False)
class Till:
    """One connection with at most one purchase on its way."""

    line: socket.socket
    began: float = 0.0
    got: bytearray = field(default_factory=bytearray)
    expected: int = 0


@dataclass
class Crowd:
    """All tills, what they may send, and what came back."""

    port: int
    key: str
    template: str
    numbers: list[str]
    run: str
    taken: list[float] = field(default_factory=list)
    refused: int = 0
    sent: int = 0
    first_refusal: str = ""

    def message(self) -> bytes:
        """Return the next purchase; no two have a key or a line in common."""
        place = self.sent
        self.sent += 1
        number = self.numbers[(int(self.run) + place * STEP) % len(self.numbers)]
        body = (
            self.template.replace("PSN_NO", number)
            .replace("MSGID", f"{self.run}{place:012d}")
            .encode()
        )
        head = (
            f"POST /hsa/hgs/2102 HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            "Content-Type: application/json\r\nConnection: keep-alive\r\n"
            f"apikey: {self.key}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def serve(self, clients: int, seconds: float) -> float:
        """Send for some seconds; return how long it really took."""
        waiting = selectors.DefaultSelector()
        for _ in range(clients):
            line = socket.create_connection(("127.0.0.1", self.port))
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            till = Till(line)
            waiting.register(line, selectors.EVENT_READ, till)
            self._send(till)
        began = time.perf_counter()
        until, left = began + seconds, clients
        while left:
            for ready, _ in waiting.select():
                till = ready.data
                if self._answered(till):
                    if time.perf_counter() < until:
                        self._send(till)
                    else:
                        waiting.unregister(till.line)
                        till.line.close()
                        left -= 1
        return time.perf_counter() - began

    def _send(self, till: Till) -> None:
        till.got.clear()
        till.expected = 0
        said = self.message()
        till.began = time.perf_counter()
        till.line.sendall(said)

    def _answered(self, till: Till) -> bool:
        piece = till.line.recv(PIECE)
        if not piece:
            raise ConnectionError("The server hung up.")
        till.got += piece
        if not till.expected:
            end = till.got.find(END)
            if end < 0:
                return False
            head = bytes(till.got[:end]).lower()
            start = head.index(LENGTH) + len(LENGTH)
            till.expected = end + len(END) + int(head[start:].split(b"\r\n", 1)[0])
        if len(till.got) < till.expected:
            return False
        self.taken.append((time.perf_counter() - till.began) * MILLISECONDS)
        if GOOD not in till.got[: till.expected]:
            self.refused += 1
            self.first_refusal = self.first_refusal or till.got.decode()[-400:]
        return True


def main(told: dict[str, Any]) -> dict[str, Any]:
    """Run as one file says and return what another can tell."""
    crowd = Crowd(
        told["port"], told["key"], told["template"], told["numbers"], told["run"]
    )
    seconds = crowd.serve(told["clients"], told["seconds"])
    taken = sorted(crowd.taken)
    return {
        "per_second": len(taken) / seconds,
        "p50_ms": taken[len(taken) // 2],
        "p99_ms": taken[int(len(taken) * SLOWEST)],
        "refused": crowd.refused,
        "first_refusal": crowd.first_refusal,
        "sent": len(taken),
    }


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.stdout.write(json.dumps(main(told)))
