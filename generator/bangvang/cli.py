"""The command line, an adapter: it reads options, calls the build and prints what came of it."""

from __future__ import annotations

import functools
import http.server
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from . import book, importing, sheets, typesetting, workbooks
from .archive import Archive
from .build import ENGINES, build, read_archive
from .fingerprint import canonical, fingerprint
from .formatting import tidy
from .matching import candidates
from .problems import Location, Report, as_annotations, as_json, as_text
from .records import Bloc, Decision
from .schema import write_schemas
from .skeletons import NEW, home_of, path_of, skeleton, told_of
from .values import ID
from .words import LANGUAGES, table

FORMATS = {"text": as_text, "json": as_json, "github": as_annotations}

ANSWERS = {
    "sound", "built", "formatted", "schemas-written", "matched", "matched-none", "file-written",
    "import-decision", "import-decision-new", "import-rows", "import-more",
}  # fmt: skip
"""What a command was asked for, and so goes to standard output; all else tells how far it is."""

PAIRS = 50
"""Pairs that match shows unless asked for all."""

SHOWN = 8
"""Rows of each sort that the preview of an import shows."""

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
@click.option("--long", is_flag=True, help="Viết đủ những giá trị viết gọn (source, date, by), để sửa được trên trang.")
@_language
def fmt_command(files: tuple[str, ...], check: bool, long: bool, lang: str) -> None:
    report = Report()
    counts = {"changed": 0, "same": 0}
    for name, differs in tidy(Path("data"), files, report, write=not check, long=long):
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
@_language
@_format
def import_command(file: Path, write: bool, lang: str, form: str, **wanted: str) -> None:
    say, report = _sayer(lang), Report()
    archive = _sound_archive(lang)
    say("import-reading", file=file.name)
    change = importing.plan(file, Path("data"), importing.Wanted(**wanted), archive, report, say)
    _conclude(report, lang, form, "nothing-written")
    _show(change, archive, say)
    if not change.files:
        say("import-same")
    elif not write:
        say("import-preview")
    else:
        with _writing(lang):
            importing.write(change, say)
        report = Report()
        read_archive(Path("data"), report, say)
        _conclude(report, lang, form)


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
@_language
def new(kind: str, values: tuple[str, ...], write: bool, lang: str) -> None:
    model, say = NEW[kind], _sayer(lang)
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
        _conclude(report, lang, "text")
    if path.exists():
        say("new-exists", file=path.as_posix())
        sys.exit(1)
    with _writing(lang):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    say("file-written", file=path.as_posix())


@main.command(help="Liệt kê những người, tập thể trùng tên chưa rõ là một hay khác, với căn cứ; không tự gộp ai.")
@click.option("--all", "everything", is_flag=True, help="In mọi cặp.")
@_language
def match(everything: bool, lang: str) -> None:
    say, archive = _sayer(lang), _sound_archive(lang)
    found, words = candidates(archive), table(lang)["match"]
    for pair in found if everything else found[:PAIRS]:
        click.echo(f"{pair.one} | {pair.other}: {archive.name(pair.one)}")
        for sign, evidence in (("+", pair.in_favour), ("-", pair.against)):
            for code, value in evidence:
                click.echo(f"  {sign} {words[code].format(value=value)}")
    say("matched" if found else "matched-none", pairs=len(found))


@main.command(
    name="fingerprint",
    help="In dấu vân (SHA-256) của khen thưởng mang mã ấy, hay của mọi khen thưởng của người mang mã ấy.",
)
@click.argument("id")
@click.option("--text", is_flag=True, help="In chính bản ghi được lấy dấu vân, để tự tính lại: … --text | sha256sum.")
@_language
def fingerprint_command(id: str, text: bool, lang: str) -> None:
    archive = _sound_archive(lang)
    found = [honour for honour in archive.honours if honour.anchor == id] or archive.honours_by("recipient", id)
    conferred = [honour for honour in found if honour.conferred]
    if text and len(conferred) == 1:
        click.echo(canonical(conferred[0], archive), nl=False)
        return
    for honour in conferred:
        click.echo(f"{fingerprint(honour, archive)}  {honour.anchor}")
    if not conferred or text:
        _sayer(lang)("fingerprint-one" if conferred else "fingerprint-none", id=id)
        sys.exit(1)


@main.command(name="schema", help="Ghi lại lược đồ trong data/.schema để trình soạn thảo gợi ý khóa, giá trị và mã.")
@_language
def schema_command(lang: str) -> None:
    say, archive = _sayer(lang), _sound_archive(lang)
    with _writing(lang):
        changed = write_schemas(archive, Path("data"))
    for path in changed:
        say("file-written", file=path.as_posix())
    say("schemas-written")


@main.command(help="Làm bảng tính mẫu để nhập danh sách: bangvang template xlsx.")
@click.argument("form", type=click.Choice(["xlsx"]))
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), default="danh-sach-mau.xlsx", help="Tệp để ghi.")
@_language
def template(form: str, to: Path, lang: str) -> None:
    _write_book(to, lang, workbooks.list_to_fill)


@main.command(help="Xuất kho, hoặc danh sách của một quyết định, ra bảng tính: bangvang export xlsx.")
@click.argument("form", type=click.Choice(["xlsx"]))
@click.option("--decision", default="", help="Chỉ danh sách kèm theo quyết định mang mã này.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="Tệp để ghi.")
@_language
def export(form: str, decision: str, to: Path | None, lang: str) -> None:
    if decision:
        _write_book(to or Path(f"{decision}.xlsx"), lang, functools.partial(workbooks.list_of, decision), decision)
    else:
        _write_book(to or Path("bang-vang.xlsx"), lang, workbooks.whole_archive)


@main.command(name="book", help="Làm sách kỷ yếu (PDF, A4) của một năm hay một khối, cụm: bangvang book --year 2023.")
@click.option("--year", type=int, help="Năm.")
@click.option("--bloc", default="", help="Mã của khối, cụm.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp để ghi.")
@click.option(
    "--address", envvar="SITE_URL", default="", help="Địa chỉ của kho, in ở mỗi trang; mặc định lấy từ SITE_URL."
)
@_language
def book_command(year: int | None, bloc: str, out: Path | None, address: str, lang: str) -> None:
    say, report = _sayer(lang), Report()
    if (year is None) == (not bloc):
        say("book-of-what")
        sys.exit(1)
    if not typesetting.can_typeset():
        say("book-extra")
        sys.exit(1)
    out = out or Path(f"ky-yeu-{bloc or year}.pdf")
    if out.suffix.lower() != ".pdf" or not out.resolve().parent.is_dir():
        say("not-written", file=out, reason=".pdf")
        sys.exit(1)
    archive = _sound_archive(lang)
    if bloc and not isinstance(archive.records.get(bloc), Bloc):
        report.add("broken-reference", Location("--bloc"), id=bloc, nearest="")
        _conclude(report, lang, "text")
    manuscript = book.of_bloc(bloc, archive, address) if bloc else book.of_year(year, archive, address)
    if manuscript is None:
        say("book-empty", what=archive.name(bloc) if bloc else year)
        sys.exit(1)
    say("book-setting", chapters=len(manuscript["chapters"]))
    with _writing(lang):
        out.write_bytes(typesetting.typeset("book", manuscript))
    say("file-written", file=out)


def _write_book(to: Path, lang: str, make, decision: str = "") -> None:
    """Write a workbook made from the archive."""
    say, archive, report = _sayer(lang), _sound_archive(lang), Report()
    if decision and not isinstance(archive.records.get(decision), Decision):
        report.add("broken-reference", Location("--decision"), id=decision, nearest="")
    _conclude(report, lang, "text")
    if to.suffix.lower() != ".xlsx" or not to.resolve().parent.is_dir():
        say("not-written", file=to, reason=".xlsx")
        sys.exit(1)
    with _writing(lang):
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


def _sayer(language: str):
    words = table(language)["commands"]
    return lambda key, **values: click.echo(words[key].format_map(values), err=key not in ANSWERS)


@contextmanager
def _writing(language: str) -> Iterator[None]:
    """Say what cannot be written, and end with status 1."""
    try:
        yield
    except (OSError, sheets.WriteError) as error:
        _sayer(language)("not-written", file=getattr(error, "filename", None) or "", reason=error)
        sys.exit(1)


def _sound_archive(language: str) -> Archive:
    """The archive, for commands that need it without mistakes; where it has some, they are all there is to tell."""
    report = Report()
    archive = read_archive(Path("data"), report, _sayer(language))
    if report.errors:
        _conclude(report, language, "text", "must-be-sound")
    return archive


def _conclude(report: Report, language: str, form: str, *more: str) -> None:
    """Print every problem; if one is an error, sum up, say what more there is to say, and end with status 1."""
    click.echo(FORMATS[form](report, table(language)), nl=False, err=form == "text")
    if report.errors:
        say = _sayer(language)
        say("unsound", errors=report.errors, warnings=report.warnings)
        for key in more:
            say(key)
        sys.exit(1)
