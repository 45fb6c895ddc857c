"""The command line, an adapter: it reads options, calls the build and prints what came of it."""

from __future__ import annotations

import functools
import http.server
import sys
from pathlib import Path

import click

from .build import ENGINES, build, read_archive
from .problems import Report, as_annotations, as_text
from .words import LANGUAGES, table

FORMATS = {"text": as_text, "github": as_annotations}

_language = click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="Ngôn ngữ của thông báo.")
_format = click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="Dạng in các lỗi.")
_site = click.option(
    "--site", type=click.Path(file_okay=False, path_type=Path), default="site", help="Thư mục chứa các trang."
)


@click.group(help="Bảng Vàng: làm kho tư liệu thi đua, khen thưởng thành các trang tĩnh.")
@click.version_option(package_name="bangvang")
def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # a Windows console may not be UTF-8


@main.command(name="check", help="Kiểm tra hồ sơ trong data/; in mọi lỗi với tệp:dòng:cột.")
@_language
@_format
def check_command(lang: str, form: str) -> None:
    report = Report()
    archive = read_archive(Path("data"), report, _sayer(lang))
    _conclude(report, lang, form)
    _sayer(lang)("sound", records=len(archive.records) + len(archive.bloc_years), warnings=report.warnings)


@main.command(name="build", help="Kiểm tra hồ sơ rồi làm toàn bộ trang. Có lỗi thì không ghi gì.")
@_site
@click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0], help="Chương trình vẽ khung trang.")
@_language
@_format
def build_command(site: Path, engine: str, lang: str, form: str) -> None:
    report = Report()
    pages = build(Path(), site, engine, report, _sayer(lang))
    _conclude(report, lang, form)
    _sayer(lang)("built", pages=pages, folder=site)


@main.command(help="Mở các trang đã làm tại máy này để xem.")
@_site
@click.option("--port", default=8000, show_default=True, help="Cổng.")
@_language
def view(site: Path, port: int, lang: str) -> None:
    if not (site / "index.html").is_file():
        _sayer(lang)("nothing-to-view", folder=site)
        sys.exit(1)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        _sayer(lang)("viewing", port=port)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


def _sayer(language: str):
    words = table(language)["commands"]
    return lambda key, **values: click.echo(words[key].format_map(values), err=key not in ("sound", "built"))


def _conclude(report: Report, language: str, form: str) -> None:
    """Print every problem; end with status 1 if one is an error."""
    words = table(language)
    click.echo(FORMATS[form](report, words["problems"]), nl=False, err=form == "text")
    if report.errors:
        click.echo(words["commands"]["unsound"].format(errors=report.errors, warnings=report.warnings), err=True)
        sys.exit(1)
