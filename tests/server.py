"""The private server of one test run, started only when a test needs rows."""

import os
from dataclasses import dataclass
from pathlib import Path

from tongban.config.postgres import THROWAWAY, EmbeddedPostgres


@dataclass
class PrivateServer:
    """A throw-away cluster in the home of this run."""

    home: Path
    server: EmbeddedPostgres | None = None

    def start(self) -> None:
        """Start the server, unless it runs or DATABASE_URL names another."""
        if self.server is not None or os.environ.get("DATABASE_URL"):
            return
        self.server = EmbeddedPostgres(self.home, options=THROWAWAY)
        self.server.start()

    def stop(self) -> None:
        """Stop the server if this process started it."""
        if self.server is not None:
            self.server.stop()
            self.server = None
