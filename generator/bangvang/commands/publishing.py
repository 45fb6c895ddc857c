"""The commands of a built site: put it at a web root, go back, see that no file of it has changed."""

from __future__ import annotations

from pathlib import Path

import click

from ..language.problems import Report
from ..publishing import fixity, hosts, releases
from ..publishing.changes import changes
from ..publishing.staging import tell
from .terminal import conclude, format, language, sayer, site, sound_archive

_web = click.argument("web", type=click.Path(file_okay=False, path_type=Path))


@click.command(help="Đưa các trang đã làm vào thư mục của máy chủ web, đổi trong một bước; giữ lại vài bản trước.")
@_web
@site
@click.option("--keep", type=click.IntRange(1), default=5, show_default=True, help="Số bản giữ lại.")
@click.option("--gone", multiple=True, metavar="TRANG", help="Trang bỏ đi có chủ ý, ví dụ so-tay/; lặp lại được.")
@language
def publish(web: Path, site: Path, keep: int, gone: tuple[str, ...], lang: str) -> None:
    report, archive = Report(), sound_archive(lang)
    try:
        number = releases.publish(site, web.resolve(), keep, archive, gone, report)
    except OSError as error:
        tell(error, web, report)
    conclude(report, lang, "text", "nothing-published")
    sayer(lang)("published", number=number, link=web / releases.CURRENT)


@click.command(help="Cho hiện lại bản trước ở thư mục của máy chủ web.")
@_web
@click.option("--to", default="", help="Số của bản, ví dụ 000012; không có thì là bản ngay trước.")
@language
def rollback(web: Path, to: str, lang: str) -> None:
    report = Report()
    try:
        number = releases.roll_back(web.resolve(), to, report)
    except OSError as error:
        tell(error, web, report)
    conclude(report, lang, "text", "nothing-published")
    sayer(lang)("published", number=number, link=web / releases.CURRENT)


@click.command(help="Xem từng tệp của các trang, ở một thư mục hay một địa chỉ, còn đúng như khi làm ra không.")
@click.argument("where")
@language
@format
def verify(where: str, lang: str, form: str) -> None:
    report = Report()
    at_address = where.startswith(("http://", "https://"))
    try:
        files = fixity.compare_at(where, report) if at_address else fixity.compare(Path(where), report)
    except OSError as error:
        tell(error, Path(where), report)
    conclude(report, lang, form)
    if form == "text":
        sayer(lang)("verified-address" if at_address else "verified", files=files)


@click.command(help="Kể những trang thêm (+), đổi (~), mất (-) so với các trang đã làm ở một thư mục khác.")
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@site
@language
def diff(old: Path, site: Path, lang: str) -> None:
    report = Report()
    found = changes(old, site, report)
    conclude(report, lang, "text")
    for sign, pages in (("+", found.added), ("~", found.altered), ("-", found.lost)):
        for page in pages:
            click.echo(f"{sign} {page}")
    counts = {"added": len(found.added), "altered": len(found.altered), "lost": len(found.lost)}
    sayer(lang)("compared", **counts, files=found.files)


@click.command(name="host", help="In điều cần khai với nơi đặt trang: _headers, cấu hình của nginx, Apache, S3.")
@click.argument("name", type=click.Choice(list(hosts.LIMITS)))
@click.option("--path", default="/", show_default=True, help="Trang đứng ở đường dẫn nào của máy chủ, ví dụ /kho/.")
@click.option("--folder", default="/srv/bang-vang/current", show_default=True, help="Thư mục của trang ở máy chủ.")
@language
def host_command(name: str, path: str, folder: str, lang: str) -> None:
    text = hosts.told(name, f"/{path.strip('/')}/".replace("//", "/"), folder)
    if text:
        click.echo(text, nl=False)
    else:
        sayer(lang)("host-nothing", host=name)


COMMANDS = (publish, rollback, verify, diff, host_command)
