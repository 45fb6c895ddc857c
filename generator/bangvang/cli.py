"""The command line, an adapter: it reads options, calls the build and prints what came of it."""

from __future__ import annotations

import functools
import http.server
import sys
from pathlib import Path

import click

from .build import ENGINES, build, read_archive
from .formatting import tidy
from .problems import Report, as_annotations, as_json, as_text
from .words import LANGUAGES, table

FORMATS = {"text": as_text, "json": as_json, "github": as_annotations}

_language = click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="Ngôn ngữ của thông báo.")
_format = click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="Dạng in các lỗi.")
_site = click.option(
    "--site", type=click.Path(file_okay=False, path_type=Path), default="site", help="Thư mục chứa các trang."
)


@click.group(help="Bảng Vàng: làm kho tư liệu thi đua, khen thưởng thành các trang tĩnh.")
@click.version_option(package_name="bangvang")
def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # a Windows console may not be UTF-8


@main.command(name="check", help="Kiểm tra hồ sơ trong data/; in mọi lỗi với tệp:dòng:cột.")
@_language
@_format
def check_command(lang: str, form: str) -> None:
    report = Report()
    archive = read_archive(Path("data"), report, _sayer(lang))
    _conclude(report, lang, form)
    if form == "text":
        _sayer(lang)("sound", records=len(archive.records) + len(archive.bloc_years), warnings=report.warnings)


@main.command(name="fmt", help="Viết lại tệp hồ sơ theo một dạng chung; giá trị và ghi chú giữ nguyên.")
@click.argument("files", nargs=-1)
@click.option(
    "--check", is_flag=True, help="Chỉ in tên các tệp chưa đúng dạng, không ghi gì; có tệp như vậy thì thoát với mã 1."
)
@_language
def fmt_command(files: tuple[str, ...], check: bool, lang: str) -> None:
    report = Report()
    counts = {"changed": 0, "same": 0}
    for name, differs in tidy(Path("data"), files, report, write=not check):
        counts["changed" if differs else "same"] += 1
        if differs:
            click.echo(name)
    _conclude(report, lang, "text")
    _sayer(lang)("to-format" if check and counts["changed"] else "formatted", **counts)
    if check and counts["changed"]:
        sys.exit(1)


@main.command(name="build", help="Kiểm tra hồ sơ rồi làm toàn bộ trang. Có lỗi thì không ghi gì.")
@_site
@click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0], help="Chương trình vẽ khung trang.")
@_language
@_format
def build_command(site: Path, engine: str, lang: str, form: str) -> None:
    report = Report()
    pages = build(Path(), site, engine, report, _sayer(lang))
    _conclude(report, lang, form, "nothing-written")
    elsewhere = f" --site {site}" if str(site) != "site" else ""
    _sayer(lang)("built", pages=pages, folder=site, view=f"{_called()} view{elsewhere}")


@main.command(help="Mở các trang đã làm tại máy này để xem.")
@_site
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Cổng.")
@_language
def view(site: Path, port: int, lang: str) -> None:
    if not (site / "index.html").is_file():
        _sayer(lang)("nothing-to-view", folder=site)
        sys.exit(1)
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Handler, directory=str(site)))
    except OSError:
        _sayer(lang)("port-taken", port=port, other=port + 1)
        sys.exit(1)
    with server:
        _sayer(lang)("viewing", port=port)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


def _called() -> str:
    """How this command was called, so that the next one can be called alike."""
    called = Path(sys.argv[0])
    return "python -m bangvang" if called.name == "__main__.py" else str(called)


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a site as a web host does: with its own page for what is not there."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _sayer(language: str):
    words = table(language)["commands"]
    return lambda key, **values: click.echo(
        words[key].format_map(values), err=key not in ("sound", "built", "formatted")
    )


def _conclude(report: Report, language: str, form: str, *more: str) -> None:
    """Print every problem; if one is an error, sum up, say what more there is to say, and end with status 1."""
    click.echo(FORMATS[form](report, table(language)), nl=False, err=form == "text")
    if report.errors:
        say = _sayer(language)
        say("unsound", errors=report.errors, warnings=report.warnings)
        for key in more:
            say(key)
        sys.exit(1)
