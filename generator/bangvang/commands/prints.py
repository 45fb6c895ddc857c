"""The commands of what goes out on paper: yearbooks, and the fingerprints of proof slips."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ..archive.fingerprint import canonical, fingerprint
from ..language.problems import Location, Report
from ..paper import book, typesetting
from ..publishing.withdrawn import is_named
from ..records.models import Bloc
from .terminal import conclude, language, sayer, sound_archive, writing


@click.command(name="book", help="Làm sách kỷ yếu (PDF, A4) của một năm hay một khối, cụm: bangvang book --year 2023.")
@click.option("--year", type=int, help="Năm.")
@click.option("--bloc", default="", help="Mã của khối, cụm.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp để ghi.")
@click.option(
    "--address", envvar="SITE_URL", default="", help="Địa chỉ của kho, in ở mỗi trang; mặc định lấy từ SITE_URL."
)
@language
def book_command(year: int | None, bloc: str, out: Path | None, address: str, lang: str) -> None:
    say, report = sayer(lang), Report()
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
    archive = sound_archive(lang)
    if bloc and not isinstance(archive.records.get(bloc), Bloc):
        report.add("broken-reference", Location("--bloc"), id=bloc, nearest="")
        conclude(report, lang, "text")
    manuscript = book.of_bloc(bloc, archive, address) if bloc else book.of_year(year, archive, address)
    if manuscript is None:
        say("book-empty", what=archive.name(bloc) if bloc else year)
        sys.exit(1)
    if is_named(archive, json.dumps(manuscript, ensure_ascii=False)):
        report.add("withdrawn-name-found", Location(str(out)))
        conclude(report, lang, "text")
    say("book-setting", chapters=len(manuscript["chapters"]))
    with writing(lang):
        out.write_bytes(typesetting.typeset("book", manuscript))
    say("file-written", file=out)


@click.command(
    name="fingerprint",
    help="In dấu vân (SHA-256) của khen thưởng mang mã ấy, hay của mọi khen thưởng của người mang mã ấy.",
)
@click.argument("id")
@click.option("--text", is_flag=True, help="In chính bản ghi được lấy dấu vân, để tự tính lại: … --text | sha256sum.")
@language
def fingerprint_command(id: str, text: bool, lang: str) -> None:
    archive = sound_archive(lang)
    found = [honour for honour in archive.honours if honour.anchor == id] or archive.honours_by("recipient", id)
    conferred = [honour for honour in found if honour.conferred]
    if text and len(conferred) == 1:
        click.echo(canonical(conferred[0], archive), nl=False)
        return
    for honour in conferred:
        click.echo(f"{fingerprint(honour, archive)}  {honour.anchor}")
    if not conferred or text:
        sayer(lang)("fingerprint-one" if conferred else "fingerprint-none", id=id)
        sys.exit(1)


COMMANDS = (book_command, fingerprint_command)
