"""The commands of what the archive keeps over time: ids, withdrawals, records and awards as they were on a day."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from ..build import read_archive
from ..language.problems import Report
from ..language.words import keys, table
from ..office import keeping
from ..office.excerpts import excerpt, excerpt_of
from ..records.ledgers import PublishedIds, Withdrawals
from .terminal import conclude, language, sayer, sound_archive, writing


@click.command(name="ids", help="Ghi vào data/ids.yml mọi mã đang có trang; không bao giờ bỏ mã nào.")
@language
def ids_command(lang: str) -> None:
    say, archive, data = sayer(lang), sound_archive(lang), Path("data")
    with writing(lang):
        new, known = keeping.record_ids(data, archive)
    say("ids-recorded" if new else "ids-none-new", new=new, all=known, file=(data / keeping.IDS).as_posix())


@click.command(help="Rút một hồ sơ: ghi vào sổ rút, bỏ mã khỏi sổ mã, và kể mọi chỗ còn nhắc đến; không tự sửa hồ sơ.")
@click.argument("id")
@click.option("--reason", type=click.Choice(list(keys()["Withdrawal"]["reason"])[1:]), help="Vì sao rút.")
@language
def withdraw(id: str, reason: str | None, lang: str) -> None:
    say, report, data = sayer(lang), Report(), Path("data")
    archive = read_archive(data, report, say)
    if not archive.about or archive.flawed & {PublishedIds, Withdrawals}:
        conclude(report, lang, "text", "must-be-sound")
    if keeping.kind_of(archive, id) is None:
        say("withdraw-unknown", id=id)
        sys.exit(1)
    if not (reason or keeping.is_entered(archive, id)):
        say("withdraw-reason", known=", ".join(list(keys()["Withdrawal"]["reason"])[1:]))
        sys.exit(1)
    with writing(lang):
        done = keeping.withdraw(data, archive, id, reason, date.today())
    words = table(lang)["commands"]
    for name, bearer in done.spared:
        why = words["withdraw-shared"].format(id=bearer) if bearer else words["withdraw-short"]
        say("withdraw-spared", name=name, why=why)
    if done.entered:
        say("withdraw-entered", file=(data / keeping.WITHDRAWALS).as_posix(), code=done.code)
    for place in done.left:
        click.echo(place)
    say("withdraw-left" if done.left else "withdraw-clean", count=len(done.left))
    if done.left:
        sys.exit(1)


@click.command(help="In một hồ sơ như đang ghi, hay như kho ghi vào một ngày trước, theo lịch sử git.")
@click.argument("id")
@click.option("--as-of", "day", default="", help="Đến hết ngày nào, ví dụ 2025-01-18.")
@language
def show(id: str, day: str, lang: str) -> None:
    say, data = sayer(lang), Path("data")
    try:
        until = date.fromisoformat(day) if day else None
    except ValueError:
        say("show-day", value=day)
        sys.exit(1)
    change, found = excerpt_of(data, id, until) if until else (None, excerpt(data, id))
    if found is None:
        say("show-unknown" if not until else "show-none" if change else "show-no-git", id=id, date=day)
        sys.exit(1)
    inside, text = found
    if change:
        say("show-at", file=(data / inside).as_posix(), commit=change.short, date=change.day)
    click.echo(text, nl=False)


@click.command(help="Khen thưởng của một người, một tập thể có giá trị hay không: bây giờ, hay vào một ngày.")
@click.argument("id")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Vào cuối ngày nào, ví dụ 2014-10-24.")
@language
def status(id: str, day: datetime | None, lang: str) -> None:
    archive = sound_archive(lang)
    honours = archive.honours_by("recipient", archive.identity(id))
    for honour in honours:
        worth = honour.status_on(day) if day else honour.status
        click.echo(f"{honour.award.printed}: {table()['status'][worth] if worth else '–'}")
    if not honours:
        sayer(lang)("status-none", id=id)


COMMANDS = (ids_command, withdraw, show, status)
