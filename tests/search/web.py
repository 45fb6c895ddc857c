"""A folder served on this machine as a host would: text compressed, and every byte counted that goes out."""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TEXT = (".js", ".mjs", ".json", ".html", ".css", ".svg", ".txt", ".xml")
_FURNITURE = (".html", "/", ".css", ".woff2", ".svg", ".png", ".ico")
"""What a page costs in any case: all but this is the cost of searching."""


class Web:
    """What is served: its address, its folder, and how much of it went out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = ""
        self.sent: list[tuple[str, int]] = []

    def cost(self, since: int = 0) -> int:
        """The bytes that searching has cost, counted from a number of answers on."""
        return sum(size for path, size in self.sent[since:] if not path.endswith(_FURNITURE))


@contextmanager
def web(folder: Path) -> Iterator[Web]:
    """Serve a folder as long as the block lasts."""
    it = Web(folder)
    handler = functools.partial(_Handler, it, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        it.address = f"http://127.0.0.1:{httpd.server_port}/"
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield it
        httpd.shutdown()


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, web: Web, *arguments: object, **options: object) -> None:
        self.web = web
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in _TEXT:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.web.sent.append((self.path.partition("?")[0], len(body)))

    def log_message(self, *arguments: object) -> None:
        pass
