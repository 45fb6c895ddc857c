"""The command line, an adapter: it reads options, calls the build and prints what came of it."""

from __future__ import annotations

import functools
import http.server
import re
import sys
from pathlib import Path

import click

from ..archive.archive import Archive
from ..archive.matching import candidates
from ..build import build, read_archive
from ..files import sheets
from ..language.problems import Location, Report
from ..language.words import table
from ..office import importing, workbooks
from ..office.formatting import tidy
from ..office.schema import write_schemas
from ..office.skeletons import NEW, home_of, path_of, skeleton, told_of
from ..publishing.hosts import LIMITS, fits
from ..records.models import Decision
from ..records.values import ID
from ..site.engine import ENGINES
from ..site.shards import Shard
from ..spread import build_shard
from . import ledgers, prints, publishing
from .terminal import conclude, format, language, sayer, sound_archive, writing
from .terminal import site as site_option

PAIRS = 50
"""Pairs that match shows unless asked for all."""

SHOWN = 8
"""Rows of each sort that the preview of an import shows."""


_engine = click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0], help="Chương trình vẽ khung trang.")
_host = click.option("--host", type=click.Choice(list(LIMITS)), help="Ghi cả tệp mà nơi đặt trang này đọc.")


class ShardType(click.ParamType):
    """A shard as it is written on the command line: `2/4`."""

    name = "K/N"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        found = re.fullmatch(r"([1-9]\d{0,3})/([1-9]\d{0,3})", value)
        shard = Shard(int(found[1]), int(found[2])) if found else None
        if shard is None or shard.number > shard.of:
            self.fail(f"{value}: 1/4, 2/4, …", param, ctx)
        return shard


@click.group(help="Bảng Vàng: làm kho tư liệu thi đua, khen thưởng thành các trang tĩnh.")
@click.version_option(package_name="bangvang")
def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # a Windows console may not be UTF-8


for command in ledgers.COMMANDS + prints.COMMANDS + publishing.COMMANDS:
    main.add_command(command)


@main.command(name="check", help="Kiểm tra hồ sơ trong data/; in mọi lỗi với tệp:dòng:cột.")
@click.option("--host", type=click.Choice(list(LIMITS)), help="Xem cả các trang đã làm có vừa nơi đặt trang này không.")
@site_option
@language
@format
def check_command(host: str | None, site: Path, lang: str, form: str) -> None:
    report = Report()
    archive = read_archive(Path("data"), report, sayer(lang))
    if host:
        fits(site, host, report)
    conclude(report, lang, form)
    if form == "text":
        sayer(lang)("sound", records=len(archive.records) + len(archive.bloc_years), warnings=report.warnings)


@main.command(name="fmt", help="Viết lại tệp hồ sơ theo một dạng chung; giá trị và ghi chú giữ nguyên.")
@click.argument("files", nargs=-1)
@click.option(
    "--check", is_flag=True, help="Chỉ in tên các tệp chưa đúng dạng, không ghi gì; có tệp như vậy thì thoát với mã 1."
)
@click.option("--long", is_flag=True, help="Viết đủ những giá trị viết gọn (source, date, by), để sửa được trên trang.")
@language
def fmt_command(files: tuple[str, ...], check: bool, long: bool, lang: str) -> None:
    report = Report()
    counts = {"changed": 0, "same": 0}
    for name, differs in tidy(Path("data"), files, report, write=not check, long=long):
        counts["changed" if differs else "same"] += 1
        if differs:
            click.echo(name)
    conclude(report, lang, "text")
    sayer(lang)("to-format" if check and counts["changed"] else "formatted", **counts)
    if check and counts["changed"]:
        sys.exit(1)


@main.command(name="build", help="Kiểm tra hồ sơ rồi làm toàn bộ trang. Có lỗi thì không ghi gì.")
@site_option
@_engine
@_host
@click.option("--shard", type=ShardType(), help="Chỉ làm một phần các trang, ví dụ 2/4, để bangvang join ghép lại.")
@language
@format
def build_command(site: Path, engine: str, host: str | None, shard: Shard | None, lang: str, form: str) -> None:
    report = Report()
    if shard and host:
        raise click.UsageError("--host: bangvang join --host")
    if shard:
        pages = build_shard(Path(), site, shard, engine, report, sayer(lang))
        conclude(report, lang, form, "nothing-written")
        sayer(lang)("shard-built", pages=pages, folder=site)
    else:
        pages = build(Path(), site, engine, report, sayer(lang), host)
        _tell_of_site(report, pages, site, lang, form)


@main.command(help="Ghép các phần do bangvang build --shard làm ra thành toàn bộ trang.")
@click.argument("shards", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@site_option
@_engine
@_host
@language
@format
def join(shards: tuple[Path, ...], site: Path, engine: str, host: str | None, lang: str, form: str) -> None:
    report = Report()
    pages = build(Path(), site, engine, report, sayer(lang), host, shards)
    _tell_of_site(report, pages, site, lang, form)


def _tell_of_site(report: Report, pages: int, site: Path, lang: str, form: str) -> None:
    conclude(report, lang, form, "nothing-written")
    elsewhere = f" --site {site}" if str(site) != "site" else ""
    sayer(lang)("built", pages=pages, folder=site, view=f"{_called()} view{elsewhere}")


@main.command(help="Mở các trang đã làm tại máy này để xem.")
@site_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Cổng.")
@language
def view(site: Path, port: int, lang: str) -> None:
    if not (site / "index.html").is_file():
        sayer(lang)("nothing-to-view", folder=site)
        sys.exit(1)
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Handler, directory=str(site)))
    except OSError:
        sayer(lang)("port-taken", port=port, other=port + 1)
        sys.exit(1)
    with server:
        sayer(lang)("viewing", port=port)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


@main.command(
    name="import", help="Nhập danh sách kèm theo quyết định từ tệp .xlsx hoặc .csv. Chưa có --write thì chỉ cho xem."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--decision", default="", help="Mã của quyết định đã có trong kho.")
@click.option("--source", default="", help="Mã của nguồn, khi quyết định chưa có trong kho.")
@click.option("--issuer", default="", help="Mã của cơ quan ban hành, khi tên in không đủ để biết.")
@click.option("--subject", default="", help="Về việc gì, khi danh sách không có tên.")
@click.option("--kind", default="", help="Mã của hình thức khen thưởng, cho những dòng không ghi.")
@click.option("--write", is_flag=True, help="Ghi vào data/.")
@language
@format
def import_command(file: Path, write: bool, lang: str, form: str, **wanted: str) -> None:
    say, report = sayer(lang), Report()
    archive = sound_archive(lang)
    say("import-reading", file=file.name)
    change = importing.plan(file, Path("data"), importing.Wanted(**wanted), archive, report, say)
    conclude(report, lang, form, "nothing-written")
    _show(change, archive, say)
    if not change.files:
        say("import-same")
    elif not write:
        say("import-preview")
    else:
        with writing(lang):
            importing.write(change, say)
        report = Report()
        read_archive(Path("data"), report, say)
        conclude(report, lang, form)


def _show(change: importing.Change, archive: Archive, say) -> None:
    """Tell what an import would change: in sum, and the first rows of each sort."""
    name = change.decision if change.is_new else archive.name(change.decision)
    say("import-decision-new" if change.is_new else "import-decision", decision=name, id=change.decision)
    numbers = {"new": len(change.new), "changed": len(change.changed), "gone": len(change.gone)}
    say("import-rows", rows=change.rows, **numbers)
    signs = (("+", change.new), ("~", [row for _, row in change.changed]), ("-", change.gone))
    for sign, rows in signs:
        for row in rows[:SHOWN]:
            told = (row.get(column) for column in ("name", "role", "unit", "printed"))
            click.echo(f"  {sign} {row['row']}. {', '.join(filter(None, told))}")
        if len(rows) > SHOWN:
            say("import-more", sign=sign, more=len(rows) - SHOWN)


@main.command(help="In một hồ sơ mới để điền, hay ghi thành tệp: year KHỐI NĂM, bloc, decision, person, …")
@click.argument("kind", type=click.Choice(list(NEW)))
@click.argument("values", nargs=-1)
@click.option("--write", is_flag=True, help="Ghi thành tệp trong data/.")
@language
def new(kind: str, values: tuple[str, ...], write: bool, lang: str) -> None:
    model, say = NEW[kind], sayer(lang)
    told = dict(zip(told_of(model), values, strict=False))
    if len(values) > len(told_of(model)):
        say("new-too-many", keys=", ".join(told_of(model)))
        sys.exit(1)
    for key, value in told.items():
        form = re.compile(r"\d{4}") if key == "year" else ID
        if key != "host" and not (form.fullmatch(value) and len(value) <= 80):
            say("new-form", value=value)
            sys.exit(1)
    text = skeleton(model, told)
    if not write:
        click.echo(text, nl=False)
        return
    if missing := [key for key in told_of(model) if key not in told]:
        say("new-needs", keys=", ".join(missing))
        sys.exit(1)
    inside = path_of(model, told)
    if inside is None:
        click.echo(text, nl=False)
        say("new-no-file", file=f"data/{(home_of(model) or ('…',))[0]}")
        sys.exit(1)
    path = Path("data", inside)
    if not Path("data", "archive.yml").is_file():
        report = Report()
        report.add("no-data", Location("data"), folder="data")
        conclude(report, lang, "text")
    if path.exists():
        say("new-exists", file=path.as_posix())
        sys.exit(1)
    with writing(lang):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    say("file-written", file=path.as_posix())


@main.command(help="Liệt kê những người, tập thể trùng tên chưa rõ là một hay khác, với căn cứ; không tự gộp ai.")
@click.option("--all", "everything", is_flag=True, help="In mọi cặp.")
@language
def match(everything: bool, lang: str) -> None:
    say, archive = sayer(lang), sound_archive(lang)
    found, words = candidates(archive), table(lang)["match"]
    for pair in found if everything else found[:PAIRS]:
        click.echo(f"{pair.one} | {pair.other}: {archive.name(pair.one)}")
        for sign, evidence in (("+", pair.in_favour), ("-", pair.against)):
            for code, value in evidence:
                click.echo(f"  {sign} {words[code].format(value=value)}")
    say("matched" if found else "matched-none", pairs=len(found))


@main.command(name="schema", help="Ghi lại lược đồ trong data/.schema để trình soạn thảo gợi ý khóa, giá trị và mã.")
@language
def schema_command(lang: str) -> None:
    say, archive = sayer(lang), sound_archive(lang)
    with writing(lang):
        changed = write_schemas(archive, Path("data"))
    for path in changed:
        say("file-written", file=path.as_posix())
    say("schemas-written")


@main.command(help="Làm bảng tính mẫu để nhập danh sách: bangvang template xlsx.")
@click.argument("form", type=click.Choice(["xlsx"]))
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), default="danh-sach-mau.xlsx", help="Tệp để ghi.")
@language
def template(form: str, to: Path, lang: str) -> None:
    _write_book(to, lang, workbooks.list_to_fill)


@main.command(help="Xuất kho, hoặc danh sách của một quyết định, ra bảng tính: bangvang export xlsx.")
@click.argument("form", type=click.Choice(["xlsx"]))
@click.option("--decision", default="", help="Chỉ danh sách kèm theo quyết định mang mã này.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="Tệp để ghi.")
@language
def export(form: str, decision: str, to: Path | None, lang: str) -> None:
    if decision:
        _write_book(to or Path(f"{decision}.xlsx"), lang, functools.partial(workbooks.list_of, decision), decision)
    else:
        _write_book(to or Path("bang-vang.xlsx"), lang, workbooks.whole_archive)


def _write_book(to: Path, lang: str, make, decision: str = "") -> None:
    """Write a workbook made from the archive."""
    say, archive, report = sayer(lang), sound_archive(lang), Report()
    if decision and not isinstance(archive.records.get(decision), Decision):
        report.add("broken-reference", Location("--decision"), id=decision, nearest="")
    conclude(report, lang, "text")
    if to.suffix.lower() != ".xlsx" or not to.resolve().parent.is_dir():
        say("not-written", file=to, reason=".xlsx")
        sys.exit(1)
    with writing(lang):
        sheets.write_book(to, make(archive), archive.about.title)
    say("file-written", file=to)


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
