"""The open tables as files to take away, one function a form. The same records give the same bytes."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import file_digest
from importlib.util import find_spec
from pathlib import Path

from ..files.sheets import PlainSheet, WriteError, write_tables
from ..files.tables import write_table, write_table_for_excel
from .award_tables import CHAINS
from .columns import BETWEEN, Cell, Column, Table
from .datasets import TABLES, Dataset, json_list

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


def write_downloads(dataset: Dataset, site: Path) -> list[Download]:
    """Write every table in every form below a site. Returns what was written. Raises OSError, whatever writes."""
    try:
        return list(_write(dataset, site / FOLDER))
    except (sqlite3.OperationalError, WriteError) as error:
        is_full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        reason = next((cause for cause in error.args if isinstance(cause, OSError)), None)
        raise reason or OSError(errno.ENOSPC if is_full else errno.EIO, str(error)) from error


def _write(dataset: Dataset, folder: Path) -> Iterator[Download]:
    for name in ("excel", *(["parquet"] if _PARQUET else [])):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        for form, path, write in _forms(table):
            write(folder / path, table, dataset)
            yield _written(folder, path, form, table, len(dataset.rows(table)))
    rows = sum(len(dataset.rows(table)) for table in TABLES if table is CHAINS or not table.of)
    for form, write in (("xlsx", _workbook), ("sqlite", _database)):
        write(folder / f"kho.{form}", dataset)
        yield _written(folder, f"kho.{form}", form, None, rows)


def _forms(table: Table) -> Iterator[tuple[str, str, Callable[[Path, Table, Dataset], None]]]:
    yield "csv", f"{table.name}.csv", _csv
    if table is CHAINS:  # its extracts hold the same rows in all the other forms
        return
    yield "excel", f"excel/{table.name}.csv", _excel
    yield "json", f"{table.name}.json", _json
    yield "jsonl", f"{table.name}.jsonl", _jsonl
    if _PARQUET:
        yield "parquet", f"parquet/{table.name}.parquet", _parquet


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


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _titles(table: Table) -> list[str]:
    return [table.title_of(column) for column in table.columns]


# --- forms ---


def _csv(path: Path, table: Table, dataset: Dataset) -> None:
    write_table(path, _names(table), map(_flat(table), dataset.rows(table)))


def _excel(path: Path, table: Table, dataset: Dataset) -> None:
    write_table_for_excel(path, _titles(table), map(_flat(table), dataset.rows(table)))


def _json(path: Path, table: Table, dataset: Dataset) -> None:
    path.write_text(json_list(dataset.lines(table)) + "\n", "utf-8", newline="\n")


def _jsonl(path: Path, table: Table, dataset: Dataset) -> None:
    path.write_text("".join(f"{line}\n" for line in dataset.lines(table)), "utf-8", newline="\n")


def _workbook(path: Path, dataset: Dataset) -> None:
    """All tables in one book: the chains by what they are worth, and what each column means."""
    tables = [table for table in TABLES if table is not CHAINS]
    told = ([table.title, table.title_of(column), column.name, table.meaning_of(column)]
            for table in tables for column in table.columns)  # fmt: skip
    sheets = [PlainSheet(table.title, _titles(table), map(_flat(table), dataset.rows(table))) for table in tables]
    write_tables(path, [*sheets, PlainSheet("Từ điển", ["Bảng", "Cột", "Tên trong tệp CSV", "Nghĩa"], told)])


# --- SQLite ---

_WHOLE = ("number", "year", "flag")
"""Types that SQL keeps as whole numbers."""

_VERSION = 3_037_000
"""What the database says it was written by, whichever version of the library wrote it."""


def sql_name(table: Table) -> str:
    """What a table is called in SQL, where a hyphen would be a minus."""
    return table.name.replace("-", "_")


def _database(path: Path, dataset: Dataset) -> None:
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
    for table in TABLES:
        if table.of:
            kept = ", ".join(f"'{status}'" for status in table.keeps)
            chains = sql_name(CHAINS)
            database.execute(f"CREATE VIEW {sql_name(table)} AS SELECT * FROM {chains} WHERE status IN ({kept})")
        else:
            database.execute(_definition(table))
            marks = ", ".join("?" * len(table.columns))
            rows = map(_flat(table, flags=False), dataset.rows(table))
            database.executemany(f"INSERT INTO {sql_name(table)} VALUES ({marks})", rows)
    database.execute(
        "CREATE TABLE tu_dien (bang TEXT, cot TEXT, kieu TEXT, ten TEXT, nghia TEXT, PRIMARY KEY (bang, cot))"
    )
    database.executemany("INSERT INTO tu_dien VALUES (?, ?, ?, ?, ?)", (
        (sql_name(table), column.name, column.type, table.title_of(column), table.meaning_of(column))
        for table in TABLES for column in table.columns
    ))  # fmt: skip
    database.execute("COMMIT")
    database.close()
    with path.open("r+b") as file:
        file.seek(96)
        file.write(_VERSION.to_bytes(4, "big"))


def _definition(table: Table) -> str:
    columns = [_defined(column) for column in table.columns]
    return f"CREATE TABLE {sql_name(table)} ({', '.join(columns)}, PRIMARY KEY ({', '.join(table.key)}))"


def _defined(column: Column) -> str:
    type = "INTEGER" if column.type in _WHOLE else "TEXT"
    refers = next((table for table in TABLES if table.name == column.refers), None)
    return f'"{column.name}" {type}' + (f" REFERENCES {sql_name(refers)} ({refers.key[0]})" if refers else "")


# --- Parquet ---


def _parquet(path: Path, table: Table, dataset: Dataset) -> None:
    import pyarrow
    import pyarrow.parquet

    types = {"number": pyarrow.int64(), "year": pyarrow.int16(), "flag": pyarrow.bool_()}
    types |= dict.fromkeys(BETWEEN, pyarrow.list_(pyarrow.string()))
    schema = pyarrow.schema([(column.name, types.get(column.type, pyarrow.string())) for column in table.columns])
    rows = dataset.rows(table)
    columns = zip(*rows, strict=True) if rows else ((),) * len(table.columns)
    pyarrow.parquet.write_table(pyarrow.table([list(cells) for cells in columns], schema=schema), path)


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
