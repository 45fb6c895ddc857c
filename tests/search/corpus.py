"""An invented archive of about as many pages as asked, and what a reader may look for in it.

Most people stand in rolls, some have records with other names; several share a name on purpose. The same number of
pages and the same seed make the same files, and `bangvang check` finds no error in them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import yaml

from .names import (
    FIRST,
    FORMERLY,
    HALLS,
    PROVINCES,
    SECOND,
    THIRD,
    TOPICS,
    kinh,
    of_peoples,
    other_i,
    slug,
)

SEED = 1945
LAST = 2024
"""The last year that the archive tells of."""

SOURCES = ("cong-bao-mau", "bao-mau")

KINDS = (  # id, name, group, level, other names, who may have it, who confers it
    ("anh-hung-llvtnd", "Anh hùng Lực lượng vũ trang nhân dân", "title", "state", ["Anh hùng LLVTND"], "both", "ctn"),
    ("anh-hung-lao-dong", "Anh hùng Lao động", "title", "state", [], "both", "ctn"),
    ("ba-me-viet-nam-anh-hung", "Bà mẹ Việt Nam anh hùng", "title", "state", ["Mẹ VNAH"], "person", "ctn"),
    ("nha-giao-nhan-dan", "Nhà giáo Nhân dân", "title", "state", [], "person", "ctn"),
    ("nghe-nhan-uu-tu", "Nghệ nhân Ưu tú", "title", "state", [], "person", "ctn"),
    ("thay-thuoc-uu-tu", "Thầy thuốc Ưu tú", "title", "state", [], "person", "ctn"),
    ("huan-chuong-lao-dong-hang-nhat", "Huân chương Lao động hạng Nhất", "order", "state", [], "both", "ctn"),
    ("huan-chuong-lao-dong-hang-nhi", "Huân chương Lao động hạng Nhì", "order", "state", [], "both", "ctn"),
    ("huan-chuong-lao-dong-hang-ba", "Huân chương Lao động hạng Ba", "order", "state", [], "both", "ctn"),
    ("huan-chuong-dung-cam", "Huân chương Dũng cảm", "order", "state", [], "person", "ctn"),
    ("huan-chuong-dai-doan-ket", "Huân chương Đại đoàn kết dân tộc", "order", "state", [], "person", "ctn"),
    ("huy-chuong-huu-nghi", "Huy chương Hữu nghị", "medal", "state", [], "person", "ctn"),
    ("chien-si-thi-dua-toan-quoc", "Chiến sĩ thi đua toàn quốc", "emulation", "government", [], "person", "ttg"),
    ("tap-the-lao-dong-xuat-sac", "Tập thể lao động xuất sắc", "emulation", "province", [], "collective", "ubnd"),
    ("co-thi-dua-chinh-phu", "Cờ thi đua của Chính phủ", "flag", "government", [], "collective", "ttg"),
    ("bang-khen-thu-tuong", "Bằng khen của Thủ tướng Chính phủ", "certificate", "government",
     ["Bằng khen TTg"], "both", "ttg"),
    ("bang-khen-ubnd-tinh", "Bằng khen của Ủy ban nhân dân tỉnh", "certificate", "province", [], "both", "ubnd"),
)  # fmt: skip
"""The honours of the archive."""

WORK = ("Trường Tiểu học", "Trường Trung học cơ sở", "Trạm Y tế xã", "Hợp tác xã", "Công an xã", "Ủy ban nhân dân xã",
        "Hội Phụ nữ xã", "Công ty Cổ phần", "Đồn Biên phòng", "Lâm trường", "Trung tâm Văn hóa",
        "Hội Cựu chiến binh xã")  # fmt: skip
ROLES = ("Giáo viên", "Hiệu trưởng", "Y sĩ", "Bác sĩ", "Chủ tịch", "Phó Chủ tịch", "Nông dân", "Công nhân", "Kế toán",
         "Trưởng bản", "Bí thư chi bộ", "Cán bộ", "Đội trưởng", "Văn thư", "Chiến sĩ", "Giám đốc", "Kỹ sư",
         "Lái xe")  # fmt: skip


@dataclass
class Found:
    """A page that a reader may look for: its address, the names it bears and what tells it from its namesakes."""

    address: str
    name: str
    also: list[str] = field(default_factory=list)
    kind: str = ""
    """The id of the honour, of people; else what it is: place, unit, bloc, …"""
    province: str = ""
    district: str = ""
    unit: str = ""
    years: set[int] = field(default_factory=set)
    of_peoples: bool = False
    text: str = ""
    """What the page tells at length, of bloc-years."""

    @property
    def names(self) -> list[str]:
        return [self.name, *self.also]


@dataclass
class Corpus:
    """The files of an archive and what can be found in it."""

    files: dict[str, str] = field(default_factory=dict)
    people: list[Found] = field(default_factory=list)
    collectives: list[Found] = field(default_factory=list)
    places: list[Found] = field(default_factory=list)
    units: list[Found] = field(default_factory=list)
    blocs: list[Found] = field(default_factory=list)
    bloc_years: list[Found] = field(default_factory=list)
    officials: dict[str, set[str]] = field(default_factory=dict)
    """The names of those who only spoke at meetings, and the addresses of these."""
    decisions: list[Found] = field(default_factory=list)
    kinds: list[Found] = field(default_factory=list)
    years: list[Found] = field(default_factory=list)

    def write(self, data: Path) -> None:
        """Write the data folder."""
        for name, text in self.files.items():
            path = data / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")


def corpus(pages: int, seed: int = SEED) -> Corpus:
    """An archive of about this many pages; of fewer than some 500 it has all the same what queries ask for."""
    return _Maker(pages, Random(f"{seed} {pages}")).made()


class _Plain(yaml.SafeDumper):
    """Writes what stands twice twice: records know no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


class _Maker:
    """Makes one corpus, step by step, from one stream of chance."""

    def __init__(self, pages: int, chance: Random) -> None:
        self.pages = pages
        self.chance = chance
        self.it = Corpus()
        self.provinces = list(PROVINCES)[: max(8, min(len(PROVINCES), pages // 90))]
        self.of_each = 3 if pages < 1500 else 5
        self.invented = self._invented()
        self.record_names: set[str] = set()

    def made(self) -> Corpus:
        self._about()
        self._places()
        self._units()
        self._blocs()
        self._honoured()
        years = {year for one in (*self.it.people, *self.it.collectives, *self.it.bloc_years) for year in one.years}
        self.it.years = [Found(f"nam/{year}/", f"Năm {year}", kind="year", years={year}) for year in sorted(years)]
        return self.it

    def _invented(self) -> Iterator[str]:
        """Names of what is invented, each once as long as there are any."""
        names = [f"{one} {other}" for one in FIRST for other in SECOND]
        self.chance.shuffle(names)
        yield from names
        while True:
            yield f"{self.chance.choice(names)} {self.chance.randint(2, 99)}"

    def _file(self, name: str, content: dict) -> None:
        self.it.files[name] = yaml.dump(content, Dumper=_Plain, allow_unicode=True, sort_keys=False)

    # --- what everything stands on --------------------------------------------------------------------------

    def _about(self) -> None:
        self._file("archive.yml", {
            "title": "Kho Thử", "publisher": "Hội Những Người Không Có Thật", "contact": "kho@thu.example",
            "licence": "CC BY 4.0", "licence_address": "https://giay-phep.example/",
        })  # fmt: skip
        self._file("hosts.yml", {"hosts": [{"host": f"{id}.example", "publisher": f"Nơi đăng {id}"} for id in SOURCES]})
        self._file("sources/mau.yml", {"sources": [
            {"id": id, "kind": kind, "publisher": publisher, "title": title, "address": f"https://{id}.example/1"}
            for id, kind, publisher, title in (
                (SOURCES[0], "official-list", "Công báo Mẫu", "Danh sách khen thưởng"),
                (SOURCES[1], "press", "Báo Mẫu", "Các khối thi đua tổng kết năm"),
            )
        ]})  # fmt: skip
        whom = {"both": ["person", "collective"], "person": ["person"], "collective": ["collective"]}
        self._file("vocabulary/awards.yml", {"source": SOURCES[0], "award_kinds": [
            {"id": id, "name": name, "group": group, "level": level, "recipients": whom[who]} | _also(also)
            for id, name, group, level, also, who, _ in KINDS
        ]})  # fmt: skip
        for id, name, *_, also, _, _ in KINDS:
            self.it.kinds.append(Found(f"hinh-thuc/{id}/", name, also, "award-kind"))

    def _places(self) -> None:
        places = []
        for province in self.provinces:
            id = f"tinh-{slug(province)}"
            also = [f"tỉnh {FORMERLY[province]}"] if province in FORMERLY else []
            places.append({"id": id, "name": f"tỉnh {province}", "kind": "tỉnh"} | _also(also))
            self.it.places.append(Found(f"noi/{id}/", f"tỉnh {province}", also, "place", province))
            for number, district in enumerate(PROVINCES[province][: self.of_each]):
                inner = f"huyen-{slug(district)}-{slug(province)}"
                name = f"huyện {district}"
                also = [f"huyện {next(self.invented)}"] if number % 2 == 0 else []
                places.append({"id": inner, "name": name, "kind": "huyện", "within": id} | _also(also))
                self.it.places.append(Found(f"noi/{inner}/", name, also, "place", province, district))
        self._file("places.yml", {"source": SOURCES[1], "places": places})

    def _units(self) -> None:
        units = []

        def add(
            id: str, name: str, kind: str, province: str, district: str = "", also: list[str] | None = None
        ) -> None:
            place = f"huyen-{slug(district)}-{slug(province)}" if district else f"tinh-{slug(province)}"
            units.append({"id": id, "name": name, "kind": kind} | ({"place": place} if province else {}) | _also(also))
            self.it.units.append(Found(f"don-vi/{id}/", name, also or [], "unit", province, district))

        add("chu-tich-nuoc", "Chủ tịch nước", "authority", "")
        add("thu-tuong-chinh-phu", "Thủ tướng Chính phủ", "authority", "")
        for province in self.provinces:
            end = slug(province)
            add(f"ubnd-tinh-{end}", f"Ủy ban nhân dân tỉnh {province}", "people-committee", province)
            add(f"hdnd-tinh-{end}", f"Hội đồng nhân dân tỉnh {province}", "authority", province)
            add(f"hoi-nong-dan-{end}", f"Hội Nông dân tỉnh {province}", "union", province)
            for number, district in enumerate(PROVINCES[province][: self.of_each]):
                full = f"{slug(district)}-{end}"
                name = f"Ủy ban nhân dân huyện {district}"
                also = [f"UBND huyện {district}"] if number % 2 else []
                add(f"ubnd-huyen-{full}", name, "people-committee", province, district, also)
                if number == 0:
                    name = f"Lực lượng vũ trang nhân dân huyện {district}"
                    add(f"llvt-{full}", name, "armed-force", province, district)
                elif number == 1:
                    name = f"Đội Thanh niên xung phong huyện {district}"
                    add(f"tnxp-{full}", name, "union", province, district)
                if number < 2:
                    now, once = next(self.invented), next(self.invented)
                    what = self.chance.choice(("Công ty Cổ phần Chè", "Công ty Cao su", "Hợp tác xã Dịch vụ"))
                    was = self.chance.choice(("Nông trường Quốc doanh", "Lâm trường", "Xí nghiệp Liên hợp"))
                    add(
                        f"doanh-nghiep-{slug(now)}",
                        f"{what} {now}",
                        "enterprise",
                        province,
                        district,
                        [f"{was} {once}"],
                    )
        self._file("organisations/mau.yml", {"source": SOURCES[1], "organisations": units})

    # --- blocs ----------------------------------------------------------------------------------------------

    def _blocs(self) -> None:
        wanted = max(8, min(len(self.provinces) * 2, self.pages // 90))
        years = 3 if self.pages < 10_000 else 8
        for number in range(wanted):
            province = self.provinces[number % len(self.provinces)]
            end = slug(province)
            if number < len(self.provinces):
                id, name, kind = f"khoi-huyen-{end}", f"Khối thi đua các huyện tỉnh {province}", "khối"
            else:
                id, name, kind = f"cum-nong-dan-{end}", f"Cụm thi đua Hội Nông dân các huyện tỉnh {province}", "cụm"
            bloc = {"id": id, "name": name, "kind": kind, "level": "district", "organiser": f"ubnd-tinh-{end}",
                    "place": f"tinh-{end}", "source": SOURCES[1]}  # fmt: skip
            self._file(f"blocs/{id}.yml", bloc)
            self.it.blocs.append(Found(f"khoi/{id}/", name, [], "bloc", province))
            for year in range(LAST - years, LAST):
                self._bloc_year(id, name, province, year)

    def _bloc_year(self, bloc: str, name: str, province: str, year: int) -> None:
        chance = self.chance
        districts = PROVINCES[province][: self.of_each]
        end = slug(province)
        members = [f"ubnd-huyen-{slug(district)}-{end}" for district in districts]
        host, best = chance.sample(range(len(districts)), 2)
        hall = f"{chance.choice(HALLS)} {next(self.invented)}"
        topics = chance.sample(TOPICS, 3)
        speaker = self._new_name()
        speech = [
            f"Hội nghị họp tại {hall}.",
            f"Đơn vị dẫn đầu nói về mô hình {topics[0]} ở {chance.randint(3, 40)} thôn.",
            f"Các đơn vị bàn việc {topics[1]}, giao cho huyện {districts[host]} làm thí điểm.",
            f"Năm sau cả khối học tập cách làm {topics[2]}.",
        ]
        self._file(f"people/can-bo-{bloc}-{year}.yml", {"source": SOURCES[1], "people": [
            {"id": f"{slug(speaker)}-{bloc}-{year}"[:80].rstrip("-"), "name": speaker},
        ]})  # fmt: skip
        count = chance.randint(120, 4800)
        self._file(f"years/{year}/{bloc}.yml", {
            "bloc": bloc, "year": year, "source": SOURCES[1],
            "head": {"unit": members[host], "title": "Trưởng khối"},
            "members": {"units": members, "count": len(members), "complete": True},
            "meetings": [{
                "name": f"Hội nghị tổng kết công tác thi đua, khen thưởng năm {year}",
                "date": f"{year + 1}-01-{chance.randint(5, 28):02}",
                "place": f"huyen-{slug(districts[host])}-{end}",
                "host": members[host],
                "participants": [
                    {"who": f"{slug(speaker)}-{bloc}-{year}"[:80].rstrip("-"),
                     "roles": [f"Phó Chủ tịch UBND tỉnh {province}"], "part": ["spoke"]},
                ],
            }],
            "figures": [
                {"label": "lượt người", "value": count, "unit": "lượt người", "about": "participation"},
            ],
            "points": [{"about": about, "text": text}
                       for about, text in zip(("purpose", "review", "discussion", "task"), speech, strict=True)],
            "awards": [{
                "id": "khen", "kind": "bang-khen-ubnd-tinh" if bloc.startswith("khoi") else "tap-the-lao-dong-xuat-sac",
                "printed": "Bằng khen" if bloc.startswith("khoi") else "Tập thể lao động xuất sắc", "year": year,
                "recipient": {"who": members[best]},
                "steps": [{"step": "conferred", "date": f"{year}-12-20", "by": f"ubnd-tinh-{end}"}],
            }],
            "missing": ["danh sách đại biểu"],
        })  # fmt: skip
        address = f"khoi/{bloc}/{year}/"
        text = " ".join(speech)
        self.it.bloc_years.append(
            Found(address, f"{name}: năm {year}", [], "bloc-year", province, years={year}, text=text)
        )
        self.it.officials.setdefault(speaker, set()).add(address)
        honour = f"vinh-danh/{members[best]}/"
        one = next((one for one in self.it.collectives if one.address == honour), None)
        if one is None:
            unit = next(unit for unit in self.it.units if unit.address == f"don-vi/{members[best]}/")
            one = Found(honour, unit.name, unit.also, "unit", province, districts[best])
            self.it.collectives.append(one)
        one.years.add(year)

    # --- the honoured ---------------------------------------------------------------------------------------

    def _honoured(self) -> None:
        fixed = sum(map(len, (self.it.places, self.it.units, self.it.blocs, self.it.bloc_years, self.it.collectives)))
        wanted = max(250, self.pages - fixed - len(KINDS) - 45)
        rolls = max(20, wanted // (30 if self.pages < 10_000 else 100))
        records = wanted // 8
        self.namesakes = self._namesakes(wanted - rolls)
        self._records(records)
        self._rolls(wanted - records - rolls, rolls)

    def _new_name(self) -> str:
        """The name of a person with a record, that nobody with a record has."""
        while (name := self._name()[0]) in self.record_names:
            pass
        self.record_names.add(name)
        return name

    def _name(self) -> tuple[str, bool]:
        of_other = self.chance.random() < 0.09
        return (of_peoples if of_other else kinh)(self.chance), of_other

    def _namesakes(self, wanted: int) -> list[str]:
        """Names that several people have, each as often as it stands here; the first are taken first."""
        names = [name for _ in range(max(15, wanted // 60)) for name in [self._name()[0]] * self.chance.randint(2, 5)]
        return names[: wanted // 3]

    def _home(self) -> tuple[str, str]:
        province = self.chance.choice(self.provinces)
        return province, self.chance.choice(PROVINCES[province][: self.of_each])

    def _records(self, wanted: int) -> None:
        """People with records, honoured by lists that sources announce; most have another name."""
        chance = self.chance
        kinds = [kind for kind in KINDS if kind[5] != "collective" and kind[6] == "ctn"]
        people: list[dict] = []
        lists: dict[int, list[dict]] = {}
        for number in range(wanted):
            name = self._new_name()
            id = f"{slug(name)}-{number}"
            also = [self._other_name(name) for _ in range(chance.choices((0, 1, 2), (40, 50, 10))[0])]
            also = [other for other in dict.fromkeys(also) if other != name]
            province, district = self._home()
            kind = chance.choice(kinds)
            year = chance.randint(LAST - 14, LAST - 1)
            unit = f"Đại đội {chance.randint(2, 90)}"
            people.append({"id": id, "name": name} | _also(also))
            recipient = {"who": id, "role": f"nguyên chiến sĩ {unit}, huyện {district}, tỉnh {province}"}
            printed = other_i(name)
            if chance.random() < 0.1 and printed != name and printed not in also:
                recipient["printed"] = printed
                also.append(printed)
            lists.setdefault(year, []).append({
                "id": f"so-{number}", "kind": kind[0], "printed": kind[1], "recipient": recipient,
                "year": year, "steps": [{"step": "conferred", "by": "chu-tich-nuoc"}],
            })  # fmt: skip
            address = f"vinh-danh/{id}/"
            self.it.people.append(Found(address, name, also, kind[0], province, district, unit, {year}))
        self._file("people/anh-hung.yml", {"source": SOURCES[0], "people": people})
        for year, awards in lists.items():
            id = f"phong-tang-{year}"
            record = {"id": id, "name": f"Phong tặng năm {year}", "source": SOURCES[0], "awards": awards}
            self._file(f"awards/{year}/{id}.yml", record)

    def _other_name(self, name: str) -> str:
        """A birth name, an alias, a name of the family."""
        ways = (
            lambda: f"{name.split()[0]} {self.chance.choice(FIRST)} {self.chance.choice(THIRD)}",
            lambda: f"{self.chance.choice(('Út', 'Bảy', 'Sáu', 'Chín', 'Mười', 'Tư'))} {self.chance.choice(SECOND)}",
            lambda: self._name()[0],
        )
        return self.chance.choice(ways)()

    def _rolls(self, wanted: int, rolls: int) -> None:
        """Rolls of uneven length, one for each decision, each of one year and one kind of honour."""
        chance = self.chance
        shares = [chance.paretovariate(1.4) for _ in range(rolls)]
        decisions = []
        numbers: set[str] = set()
        for share in shares:
            kind = chance.choice(KINDS)
            year = chance.randint(LAST - 14, LAST)
            province = chance.choice(self.provinces)
            short, issuer, head = {
                "ctn": ("QĐ-CTN", "chu-tich-nuoc", "Chủ tịch nước"),
                "ttg": ("QĐ-TTg", "thu-tuong-chinh-phu", "Thủ tướng Chính phủ"),
                "ubnd": ("QĐ-UBND", f"ubnd-tinh-{slug(province)}", f"Chủ tịch UBND tỉnh {province}"),
            }[kind[6]]
            while (number := f"{chance.randint(11, 3999)}/{short}") in numbers:
                pass
            numbers.add(number)
            id = f"{slug(number)}-{year}"
            given = "Phong tặng" if kind[2] == "title" else "Tặng"
            subject = f"{given} {kind[1]}" + (f" cho cá nhân, tập thể tỉnh {province}" if kind[6] == "ubnd" else "")
            date = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            decisions.append(
                {"id": id, "number": number, "date": date, "issuer": issuer, "signer": head, "subject": subject}
            )
            self.it.decisions.append(Found(f"quyet-dinh/{id}/", number, [], kind[0], years={year}))
            rows = max(3, round(wanted * share / sum(shares)))
            self._roll(id, year, kind, rows, province if kind[6] == "ubnd" else "")
        self._file("decisions/mau.yml", {"source": SOURCES[0], "decisions": decisions})

    def _roll(self, decision: str, year: int, kind: tuple, rows: int, only: str) -> None:
        chance = self.chance
        lines: list[dict] = []
        seen = set()
        while len(lines) < rows:
            collective = kind[5] == "collective" or (kind[5] == "both" and chance.random() < 0.12)
            province, district = self._home()
            if only:
                province, district = only, chance.choice(PROVINCES[only][: self.of_each])
            work = f"{chance.choice(WORK)} {chance.choice(FIRST)} {chance.choice(THIRD)}"
            where = f"huyện {district}, tỉnh {province}"
            of_other = False
            if collective:
                name, unit, role = work, where, ""
            else:
                name, of_other = (
                    (self.namesakes.pop(), False) if self.namesakes and chance.random() < 0.5 else self._name()
                )
                unit, role = f"{work}, {where}", chance.choice(ROLES)
            if kind[0] == "ba-me-viet-nam-anh-hung":
                unit, role = where, ""
            if (name, unit, role) in seen or name in self.record_names:
                continue
            seen.add((name, unit, role))
            row = len(lines) + 1
            honoured = year - chance.choice((0, 0, 1))
            lines.append({
                "row": row, "name": name, "of": "tập thể" if collective else "cá nhân", "kind": kind[0],
                "printed": kind[1], "role": role, "unit": unit, "year": honoured,
            })  # fmt: skip
            one = Found(f"vinh-danh/{decision}-{row}/", name, [], kind[0], province, district, work, {year, honoured})
            one.of_peoples = of_other
            (self.it.collectives if collective else self.it.people).append(one)
        text = io.StringIO()
        writer = csv.DictWriter(text, lines[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
        self.it.files[f"rolls/{year}/{decision}.csv"] = text.getvalue()


def _also(names: list[str] | None) -> dict[str, list[str]]:
    return {"also": names} if names else {}
