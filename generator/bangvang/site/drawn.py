"""A drawn site that is ready for the pages of records: which they are, and who renders them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ..archive.archive import Archive
from ..archive.history import History
from ..drawing.rendering import Renderer
from ..drawing.scripts import write_words
from ..language.problems import Report
from ..open_data.open_data import OpenData
from ..pages.moved import every_page
from ..pages.page import Page
from .engine import home_of
from .memory import uncollected
from .parts import Part, Twins, parts_of, twins_of


class Drawn(NamedTuple):
    """What an engine drew, and what goes into it."""

    archive: Archive
    pages: list[Page]
    parts: list[Part]
    """One a language, the default first."""
    twins: Twins
    data: OpenData
    past: Mapping[str, History]
    """The history of each file of the data folder, where it is known."""


@uncollected()
def ready(archive: Archive, site: Path, past: Mapping[str, History], report: Report) -> Drawn:
    """Take the frames out of a drawn site, and write the words that scripts say.

    Frames that pages need and nobody drew are reported, and slots that nothing fills. `past` is the history of each
    file of the data folder, where it is known.
    """
    home = home_of(site)
    data = OpenData(archive, home, site, past)
    pages = list(every_page(archive))
    parts = parts_of(site, archive.about.languages)
    twins = twins_of(parts, pages)
    languages = [part.language for part in parts]
    for part in parts:
        part.render_with(Renderer(archive, home, past, data, part.language, languages, twins))
        part.report_missing(pages, report)
    write_words(languages, site)
    return Drawn(archive, pages, parts, twins, data, past)
