"""The open tables as files to take away, one function a form. The same records give the same bytes."""

from __future__ import annotations

import errno
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import file_digest
from importlib.util import find_spec
from itertools import chain, islice, repeat
from pathlib import Path
from typing import NamedTuple

from ..archive.archive import Archive
from ..files.sheets import WriteError, writing_tables
from ..files.tables import Put, writing_table, writing_table_for_excel
from .award_tables import CHAINS
from .columns import BETWEEN, Cell, Cells, Column, Table
from .datasets import TABLES, Lines

FOLDER = "du-lieu"
"""Where the open data of a site lies."""

MEDIA = {
    "csv": "text/csv",
    "excel": "text/csv",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sqlite": "application/vnd.sqlite3",
    "parquet": "application/vnd.apache.parquet",
}
"""The forms, and the type of each."""

_PARQUET = find_spec("pyarrow") is not None
"""Whether tables are written as Parquet too: only where the extra for it is installed."""

_WHOLE_TABLES = [table for table in TABLES if not table.of]


@dataclass(frozen=True)
class Download:
    """A file to take away."""

    path: str
    """From the folder of the open data."""
    form: str
    of: str
    """The name of its table; empty where it holds all of them."""
    rows: int
    size: int
    """Its bytes."""
    sha256: str

    @property
    def table(self) -> Table | None:
        return next((table for table in TABLES if table.name == self.of), None)


class Told(NamedTuple):
    """A row in the ways that forms tell it."""

    cells: Cells
    flat: list[str | int | None]
    """Each cell as a text or a number."""
    line: str
    """As JSON."""


PutTold = Callable[[list[Told]], object]
"""Puts rows into a file that is being written."""

_AT_ONCE = 2_000
"""How many rows are put into one file before the next: enough to be quick, and a group of rows in Parquet."""


def write_tables(archive: Archive, lines: Lines, site: Path) -> list[Download]:
    """Write every table in every form below a site: some rows at a time into all of them, so that no table is held.

    Afterwards rows are found in `lines`. Returns what was written. Raises OSError, whatever writes.
    """
    with _raising_os_errors():
        return list(_write_tables(archive, lines, site / FOLDER))


def write_book(archive: Archive, site: Path) -> Download:
    """Write all tables as one workbook below a site, which takes longer than all other forms. Raises OSError."""
    folder, rows = site / FOLDER, 0
    folder.mkdir(parents=True, exist_ok=True)
    with _raising_os_errors(), _workbook(folder / "kho.xlsx") as sheet:
        for whole in _WHOLE_TABLES:
            puts = [(table, sheet(table)) for table in _parts_of(whole) if table is not CHAINS]
            for some in _rows(whole, archive):
                rows += len(some)
                for table, put in puts:
                    put(flat for cells, flat in some if table.has(cells))
    return _written(folder, "kho.xlsx", "xlsx", None, rows)


def in_order(downloads: Iterable[Download]) -> list[Download]:
    """The order in which readers are told of files: table by table, and last what holds them all."""
    tables, forms = [*(table.name for table in TABLES), ""], list(MEDIA)
    return sorted(downloads, key=lambda one: (tables.index(one.of), forms.index(one.form)))


@contextmanager
def _raising_os_errors() -> Iterator[None]:
    """What writes may have errors of its own: all come as OSError."""
    try:
        yield
    except (sqlite3.OperationalError, WriteError) as error:
        is_full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        reason = next((cause for cause in error.args if isinstance(cause, OSError)), None)
        raise reason or OSError(errno.ENOSPC if is_full else errno.EIO, str(error)) from error


def _write_tables(archive: Archive, lines: Lines, folder: Path) -> Iterator[Download]:
    for name in ("excel", *(["parquet"] if _PARQUET else [])):
        (folder / name).mkdir(parents=True, exist_ok=True)
    forms = {"csv": _csv, "excel": _excel, "json": _json, "jsonl": partial(_jsonl, lines), "parquet": _parquet}
    rows: Counter[str] = Counter()
    with _database(folder / "kho.sqlite") as in_sql:
        for whole in _WHOLE_TABLES:
            with ExitStack() as files:
                puts = {
                    table: [
                        *(
                            files.enter_context(forms[form](folder / path, table))
                            for form, path in _paths(table).items()
                        ),
                        *([in_sql(table)] if table is whole else []),
                    ]
                    for table in _parts_of(whole)
                }
                for told in _told(whole, archive):
                    for table, its_puts in puts.items():
                        its = [row for row in told if table.has(row.cells)]
                        rows[table.name] += len(its)
                        for put in its_puts:
                            put(its)
    for table in TABLES:
        for form, path in _paths(table).items():
            yield _written(folder, path, form, table, rows[table.name])
    yield _written(folder, "kho.sqlite", "sqlite", None, sum(rows[table.name] for table in _WHOLE_TABLES))


def _parts_of(whole: Table) -> list[Table]:
    """A table and its extracts."""
    return [table for table in TABLES if whole.name in (table.name, table.of)]


def _told(table: Table, archive: Archive) -> Iterator[list[Told]]:
    """The rows of a table in all ways, some at a time."""
    for some in _rows(table, archive):
        yield [Told(cells, flat, table.line(cells)) for cells, flat in some]


def _rows(table: Table, archive: Archive) -> Iterator[list[tuple[Cells, list[str | int | None]]]]:
    """The rows of a table, some at a time, each with its cells as texts and numbers."""
    flat, rows = _flat(table), table.rows(archive)
    while some := [(cells, flat(cells)) for cells in islice(rows, _AT_ONCE)]:
        yield some


def _paths(table: Table) -> dict[str, str]:
    """The forms that a table is written in, and the path of each."""
    if table is CHAINS:  # its extracts hold the same rows in all the other forms
        return {"csv": f"{table.name}.csv"}
    return {
        "csv": f"{table.name}.csv",
        "excel": f"excel/{table.name}.csv",
        "json": f"{table.name}.json",
        "jsonl": f"{table.name}.jsonl",
        **({"parquet": f"parquet/{table.name}.parquet"} if _PARQUET else {}),
    }


def _written(folder: Path, path: str, form: str, table: Table | None, rows: int) -> Download:
    with (folder / path).open("rb") as file:
        name = table.name if table else ""
        return Download(path, form, name, rows, (folder / path).stat().st_size, file_digest(file, "sha256").hexdigest())


# --- cells ---


def _flat(table: Table, flags: bool = True) -> Callable[[Sequence[Cell]], list[str | int | None]]:
    """How the cells of a row become a text or number each: several values in one; true and false as words, if asked."""
    several = [(place, BETWEEN[column.type]) for place, column in enumerate(table.columns) if column.type in BETWEEN]
    words = [place for place, column in enumerate(table.columns) if flags and column.type == "flag"]

    def flat(row: Sequence[Cell]) -> list[str | int | None]:
        cells = list(row)
        for place, sign in several:
            cells[place] = sign.join(row[place]) if row[place] else None
        for place in words:
            cells[place] = None if row[place] is None else str(row[place]).lower()
        return cells

    return flat


def _titles(table: Table) -> list[str]:
    return [table.title_of(column) for column in table.columns]


def _flatly(put: Put) -> PutTold:
    return lambda told: put([row.flat for row in told])


# --- forms ---


@contextmanager
def _csv(path: Path, table: Table) -> Iterator[PutTold]:
    with writing_table(path, table.names) as put:
        yield _flatly(put)


@contextmanager
def _excel(path: Path, table: Table) -> Iterator[PutTold]:
    with writing_table_for_excel(path, _titles(table)) as put:
        yield _flatly(put)


@contextmanager
def _json(path: Path, table: Table) -> Iterator[PutTold]:
    before = chain(["[\n"], repeat(",\n"))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yield lambda told: file.writelines(next(before) + row.line for row in told)
        file.write("[]\n" if next(before) == "[\n" else "\n]\n")


@contextmanager
def _jsonl(lines: Lines, path: Path, table: Table) -> Iterator[PutTold]:
    with lines.writing(path, table) as put:
        yield lambda told: put((row.cells[0], row.line) for row in told)


@contextmanager
def _workbook(path: Path) -> Iterator[Callable[[Table], Put]]:
    """All tables in one book: the chains by what they are worth, and what each column means."""
    with writing_tables(path) as begin:
        yield lambda table: begin(table.title, _titles(table))
        put = begin("Từ điển", ["Bảng", "Cột", "Tên trong tệp CSV", "Nghĩa"])
        put([table.title, table.title_of(column), column.name, table.meaning_of(column)]
            for table in TABLES if table is not CHAINS for column in table.columns)  # fmt: skip


# --- SQLite ---

_WHOLE = ("number", "year", "flag")
"""Types that SQL keeps as whole numbers."""

_VERSION = 3_037_000
"""What the database says it was written by, whichever version of the library wrote it."""


def sql_name(table: Table) -> str:
    """What a table is called in SQL, where a hyphen would be a minus."""
    return table.name.replace("-", "_")


@contextmanager
def _database(path: Path) -> Iterator[Callable[[Table], PutTold]]:
    """All tables in one database: the extracts as views of the chains, and what each column means."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
        for table in (table for table in TABLES if table.of):
            kept = ", ".join(f"'{status}'" for status in table.keeps)
            chains = sql_name(CHAINS)
            database.execute(f"CREATE VIEW {sql_name(table)} AS SELECT * FROM {chains} WHERE status IN ({kept})")
        yield partial(_begin, database)
        database.execute(
            "CREATE TABLE tu_dien (bang TEXT, cot TEXT, kieu TEXT, ten TEXT, nghia TEXT, PRIMARY KEY (bang, cot))"
        )
        database.executemany("INSERT INTO tu_dien VALUES (?, ?, ?, ?, ?)", (
            (sql_name(table), column.name, column.type, table.title_of(column), table.meaning_of(column))
            for table in TABLES for column in table.columns
        ))  # fmt: skip
        database.execute("COMMIT")
    with path.open("r+b") as file:
        file.seek(96)
        file.write(_VERSION.to_bytes(4, "big"))


def _begin(database: sqlite3.Connection, table: Table) -> PutTold:
    database.execute(_definition(table))
    insert = f"INSERT INTO {sql_name(table)} VALUES ({', '.join('?' * len(table.columns))})"
    flat = _flat(table, flags=False)
    return lambda told: database.executemany(insert, (flat(row.cells) for row in told))


def _definition(table: Table) -> str:
    columns = [_defined(column) for column in table.columns]
    return f"CREATE TABLE {sql_name(table)} ({', '.join(columns)}, PRIMARY KEY ({', '.join(table.key)}))"


def _defined(column: Column) -> str:
    type = "INTEGER" if column.type in _WHOLE else "TEXT"
    refers = next((table for table in TABLES if table.name == column.refers), None)
    return f'"{column.name}" {type}' + (f" REFERENCES {sql_name(refers)} ({refers.key[0]})" if refers else "")


# --- Parquet ---


@contextmanager
def _parquet(path: Path, table: Table) -> Iterator[PutTold]:
    import pyarrow
    import pyarrow.parquet

    types = {"number": pyarrow.int64(), "year": pyarrow.int16(), "flag": pyarrow.bool_()}
    types |= dict.fromkeys(BETWEEN, pyarrow.list_(pyarrow.string()))
    schema = pyarrow.schema([(column.name, types.get(column.type, pyarrow.string())) for column in table.columns])
    with pyarrow.parquet.ParquetWriter(path, schema) as file:

        def put(told: list[Told]) -> None:
            columns = zip(*(row.cells for row in told), strict=True)
            file.write_table(pyarrow.table([list(cells) for cells in columns], schema=schema))

        yield lambda told: told and put(told)


def texts_in_database(path: Path) -> Iterator[str]:
    """Every text that stands in the tables of a database."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):
                yield from (cell for cell in row if isinstance(cell, str))


def texts_in_parquet(path: Path) -> Iterator[str]:
    """Every text that stands in the cells of a table in Parquet."""
    import pyarrow.parquet

    for column in pyarrow.parquet.read_table(path).columns:
        for cell in column.to_pylist():
            yield from (text for text in (cell if isinstance(cell, list) else [cell]) if isinstance(text, str))
