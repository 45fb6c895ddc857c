"""The workbooks that clerks and readers get: an empty list to fill, a list as the archive has it, the whole archive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..archive.archive import Archive
from ..archive.honours import Honour
from ..files.sheets import Column, Written
from ..language.locale import VIETNAMESE
from ..language.words import table
from ..records.models import Roll, Row
from .layout import COLUMNS
from .reference import given_values, keys_of

_WIDTHS = {
    "number": 6,
    "name": 30,
    "of": 12,
    "role": 28,
    "unit": 28,
    "kind": 30,
    "reason": 30,
    "year": 9,
    "posthumous": 9,
}
_AWARD = {
    "Mã": 30, "Người, tập thể": 32, "Mã người nhận": 28, "Số lượng": 9, "Cá nhân, tập thể": 12,
    "Chức vụ, nơi theo nguồn": 32, "Hình thức": 32, "Tên in trong nguồn": 32, "Năm": 8, "Tình trạng": 14,
    "Ngày tặng": 26, "Cơ quan tặng": 30, "Quyết định": 28, "Nguồn": 60,
}  # fmt: skip
_DECISION = {"Mã": 28, "Số": 18, "Ngày": 26, "Cơ quan": 36, "Về việc": 50, "Nguồn": 60}
_SOURCE = {"Mã": 36, "Nơi đăng": 26, "Tên": 60, "Ngày đăng": 26, "Địa chỉ": 60}
"""The columns of the whole archive as a workbook, with their widths in characters."""

_YES = "x"
"""What stands in a column that is filled or not."""


def list_to_fill(archive: Archive) -> list[Written]:
    """An empty list as decisions carry it, with the choices that the archive knows."""
    above = ["DANH SÁCH ĐƯỢC TẶNG …", "(Kèm theo Quyết định số …… ngày ……/……/……… của ………)"]
    return [Written("Danh sách", _columns(archive), above=above, spare=500)]


def list_of(decision: str, archive: Archive) -> list[Written]:
    """The roll of a decision as a list, so that importing it again changes nothing."""
    record = archive[decision]
    day = record.date and record.date.value.start.exact
    dated = day.strftime("%d/%m/%Y") if day else str(record.date.value if record.date else "")
    above = [f"DANH SÁCH: {record.subject}",
             f"(Kèm theo Quyết định số {record.number} ngày {dated} của {archive.name(record.issuer)})"]  # fmt: skip
    roll = archive.rolls.get(decision, Roll.model_construct(decision=decision, rows=()))
    return [Written("Danh sách", _columns(archive), [_cells(row, archive) for row in roll.rows], above)]


def _columns(archive: Archive) -> list[Column]:
    says = {key.name: key.text.replace("`", "") for key in keys_of(Row)}
    choices = {
        "of": given_values(Row.model_fields["of"].annotation),
        "kind": [kind.name for kind in archive.of("award-kind")],
        "posthumous": [_YES],
    }
    hints = {"number": says["row"], "kind": says["printed"], "posthumous": f"{_YES}: truy tặng"}
    return [
        Column(title, _WIDTHS.get(name, 20), hints.get(name, says.get(name, "")), choices.get(name, ()))
        for name, title in COLUMNS.items()
    ]


def _cells(row: Row, archive: Archive) -> Sequence[str | int]:
    number = int(row.row) if row.row.isdecimal() else row.row
    told = {name: getattr(row, name, None) for name in COLUMNS}
    told |= {"number": number, "kind": archive.name(row.kind), "posthumous": _YES if row.posthumous else ""}
    return ["" if value is None else value for value in told.values()]


def whole_archive(archive: Archive) -> list[Written]:
    """Every award of the archive and the records it rests on. Proposals are no awards and stay out."""
    awards = [_award(honour, archive) for honour in archive.honours if honour.status != "proposed"]
    decisions = [
        [
            one.id,
            one.number,
            VIETNAMESE.days(one.date.value) if one.date else "",
            archive.name(one.issuer),
            one.subject,
            _sources(one.source, archive),
        ]
        for one in archive.of("decision")
    ]
    sources = [
        [one.id, one.publisher, one.title, VIETNAMESE.days(one.published.value) if one.published else "",
         one.address or one.no_address]
        for one in archive.of("source")
    ]  # fmt: skip
    return [
        Written("Khen thưởng", [Column(title, width) for title, width in _AWARD.items()], awards),
        Written("Quyết định", [Column(title, width) for title, width in _DECISION.items()], decisions),
        Written("Nguồn", [Column(title, width) for title, width in _SOURCE.items()], sources),
    ]


def _award(honour: Honour, archive: Archive) -> Sequence[str | int]:
    award, to, step = honour.award, honour.award.recipient, honour.conferral
    named = bool(to.who)
    return [
        honour.anchor,
        archive.name(archive.identity(to.who)) if named else to.printed or "",
        archive.identity(to.who) if named else "",
        1 if named else to.count,
        (("cá nhân" if archive.is_person(to.who) else "tập thể") if named else to.of) or "",
        to.role or "",
        archive.name(award.kind),
        award.printed,
        honour.year or "",
        table()["status"][honour.status],
        VIETNAMESE.days(step.date.value) if step and step.date else "",
        archive.name(step.by.who) if step and step.by else "",
        archive.name(step.decision) if step and step.decision else "",
        _sources(award.source, archive),
    ]


def _sources(ids: Iterable[str], archive: Archive) -> str:
    told = (archive[id] for id in ids)
    return "; ".join(f"{source.publisher}, {source.title}, {source.address or source.no_address}" for source in told)
