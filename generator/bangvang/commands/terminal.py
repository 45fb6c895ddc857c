"""What the commands share: the language and form of what they print, and how they end where something is wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ..archive.archive import Archive
from ..build import read_archive
from ..files import sheets
from ..language.problems import Report, as_annotations, as_code_quality, as_json, as_text
from ..language.words import LANGUAGES, Say, table

FORMATS = {"text": as_text, "json": as_json, "github": as_annotations, "gitlab": as_code_quality}

ANSWERS = {
    "sound", "built", "formatted", "schemas-written", "matched", "matched-none", "file-written",
    "import-decision", "import-decision-new", "import-rows", "import-more",
    "ids-recorded", "ids-none-new", "published", "verified", "verified-address", "compared",
    "shard-built", "withdraw-entered", "withdraw-clean",
}  # fmt: skip
"""What a command was asked for, and so goes to standard output; all else tells how far it is."""

language = click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="Ngôn ngữ của thông báo.")
site = click.option(
    "--site", type=click.Path(file_okay=False, path_type=Path), default="site", help="Thư mục chứa các trang."
)
format = click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="Dạng in các lỗi.")


def sayer(language: str) -> Say:
    """What tells how far a command is, in a language."""
    words = table(language)["commands"]
    return lambda key, **values: click.echo(words[key].format_map(values), err=key not in ANSWERS)


@contextmanager
def writing(language: str) -> Iterator[None]:
    """Say what cannot be written, and end with status 1."""
    try:
        yield
    except (OSError, sheets.WriteError) as error:
        sayer(language)("not-written", file=getattr(error, "filename", None) or "", reason=error)
        sys.exit(1)


def sound_archive(language: str) -> Archive:
    """The archive, for commands that need it without mistakes; where it has some, they are all there is to tell."""
    report = Report()
    archive = read_archive(Path("data"), report, sayer(language))
    if report.errors:
        conclude(report, language, "text", "must-be-sound")
    return archive


def conclude(report: Report, language: str, form: str, *more: str) -> None:
    """Print every problem; if one is an error, sum up, say what more there is to say, and end with status 1."""
    click.echo(FORMATS[form](report, table(language)), nl=False, err=form == "text")
    if report.errors:
        say = sayer(language)
        say("unsound", errors=report.errors, warnings=report.warnings)
        for key in more:
            say(key)
        sys.exit(1)
