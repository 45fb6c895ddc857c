"""The whole way: load, check, draw, stamp, export, index, verify."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from .archive.archive import Archive
from .archive.history import History, histories
from .archive.linking import link
from .drawing.rendering import NOT_FOUND
from .language.problems import Report
from .language.words import Say
from .office.admin import install
from .publishing.fixity import manifest_of, write_manifest
from .publishing.hosts import write_within
from .publishing.staging import MARK, may_replace, staging, tell
from .publishing.verification import Before, verify
from .records.loading import load
from .rules.checks import check
from .search.index import fetch_ahead, index
from .site import shards, stamping
from .site.drawn import Drawn, ready
from .site.engine import draw, home_of, see_links, sources_of
from .site.kept import Standing, Whole, remember
from .site.made_of import program, sum_of
from .site.memory import uncollected
from .site.parts import SEARCH_PAGE


@uncollected()
def read_archive(data: Path, report: Report, say: Say, before: Archive | None = None) -> Archive:
    """Load, link and check a data folder. The archive may be published only if the report has no errors.

    Of the archive as it was `before`, which had no errors, what stands in files that still say the same is taken.
    """
    say("reading")
    archive = link(load(data, report, before.sound if before else {}), report, before)
    check(archive, report)
    return archive


def read_project(root: Path, site: Path, report: Report, say: Say) -> Archive:
    """Read the archive of a project folder, and see that the site may be made from it; if not, that is reported."""
    archive = read_archive(root / "data", report, say)
    see_links(root, report)
    if not report.errors:
        may_replace(site, sources_of(root), report)
    return archive


def build(
    root: Path,
    site: Path,
    engine: str,
    report: Report,
    say: Say,
    host: str | None = None,
    made: Iterable[Path] | None = None,
) -> int:
    """Build the archive of a project folder into `site`. Nothing is written there unless all goes well.

    Where a host is named, the site has what that host reads in it. Pages are taken from the shards that were `made`,
    if any were. Returns the number of pages written, 0 if there were errors.
    """
    site = site.resolve()
    archive = read_project(root, site, report, say)
    if report.errors:
        return 0
    try:
        with staging(site, report) as new:
            say("drawing")
            draw(root, engine, new, report)
            return 0 if report.errors else complete(archive, root, new, site, report, say, host, made)
    except OSError as error:
        tell(error, site, report)
        return 0


def complete(
    archive: Archive,
    root: Path,
    site: Path,
    place: Path,
    report: Report,
    say: Say,
    host: str | None = None,
    made: Iterable[Path] | None = None,
) -> int:
    """Make a drawn site one that may take its place, or report why it may not. Returns how many pages it has, or 0.

    What would come out as in the site that stands there is taken from it.
    """
    standing = Standing(place, manifest_of(place), archive.edition)
    whole = fill(archive, root, site, report, say, histories(root / "data"), made, standing)
    if report.errors:
        return 0
    write_within(site, host)
    say("verifying")
    looked = verify(archive, site, home_of(site), report, Before(standing.files, whole.taken, standing.fragments))
    if report.errors:
        return 0
    write_manifest(site, archive, looked.sums)
    remember(place, manifest_of(site), archive.edition, whole, looked.fragments)
    return whole.count


def fill(
    archive: Archive,
    root: Path,
    site: Path,
    report: Report,
    say: Say,
    past: Mapping[str, History] = MappingProxyType({}),
    made: Iterable[Path] | None = None,
    standing: Standing | None = None,
) -> Whole | None:
    """Stamp every page of the archive into a drawn site, fill the slots of its hand-written pages, and index it.

    `past` is the history of each file of the data folder, where it is known; `made` are shards to take the pages from,
    and `standing` is the site whose place it takes.
    """
    drawn = ready(archive, site, past, report)
    return None if report.errors else finish(drawn, root, site, report, say, made, standing)


def finish(
    drawn: Drawn,
    root: Path,
    site: Path,
    report: Report,
    say: Say,
    made: Iterable[Path] | None = None,
    standing: Standing | None = None,
) -> Whole | None:
    """Make every file of a site whose frames are ready; None where shards are of no use. The rest is as in `fill`.

    The editor comes last, since it is no page of the archive.
    """
    work = stamping.jobs(drawn, drawn.pages, None, standing) if made is None else shards.taken(made, drawn, report)
    if report.errors:
        return None
    stamped = stamping.stamp(work, drawn, say, standing)
    entries = [part.fill_written() | of_records for part, of_records in zip(drawn.parts, stamped.entries, strict=True)]
    hidden = {NOT_FOUND, *(page.address for page in drawn.pages if not page.is_listed)}
    listed = {
        part.folder + address: drawn.twins.get(address, {})
        for part, known in zip(drawn.parts, entries, strict=True)
        for address in known
        if address not in hidden
    }
    vietnamese, *others = entries
    drawn.data.finish(listed, {address: entry.summary for address, entry in vietnamese.items() if entry})
    install(drawn.archive, root, site, report)
    found = [entry for entry in vietnamese.values() if entry]
    say("indexing", all=len(found))
    translations = dict(zip([part.language for part in drawn.parts[1:]], others, strict=True))
    indexed = sum_of([program(drawn), found, translations])
    if not (standing and standing.has_given_index(indexed, site)):
        with uncollected():
            index(found, site, report, translations)
    if not report.errors:
        for page in (part.written[SEARCH_PAGE] for part in drawn.parts if SEARCH_PAGE in part.written):
            fetch_ahead(page, site)
        (site / MARK).touch()
    return Whole(sum(map(len, entries)), stamped.pages, indexed, stamped.taken)
