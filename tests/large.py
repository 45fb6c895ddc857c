"""A roll as long as real annexes get, all the way: a workbook of 22,922 invented people is imported, checked and built.

A program: `python tests/large.py [--rows N]`. It works in a folder of its own, shows what the commands show, and prints
how long each took and how large the site is.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bangvang.files.sheets import write_book
from bangvang.office.workbooks import list_to_fill
from conftest import MINIATURE, ROOT, load_sound

ROWS = 22_922
"""The length of the longest list that a source speaks of: one bloc's honourees of one year."""

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]
MIDDLE = ["Văn", "Thị", "Hữu", "Đức", "Minh", "Thanh", "Ngọc", "Mẫu"]
GIVEN = ["An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hùng", "Khánh", "Lan", "Nam", "Phúc", "Sơn", "Tâm", "Vân", "Yến"]
DECISION = "17-qd-ubnd-2023"


def project(folder: Path) -> Path:
    """A project with the miniature archive."""
    shutil.copytree(MINIATURE, folder / "data")
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def workbook(path: Path, rows: int) -> None:
    """A list of invented people, as the template makes it."""
    chance = random.Random(rows)
    sheets = list_to_fill(load_sound(MINIATURE))
    names = (" ".join(map(chance.choice, (FAMILY, MIDDLE, MIDDLE, GIVEN))) for _ in range(rows))
    sheets[0].rows = [
        [
            number,
            name,
            "cá nhân",
            "",
            "Giáo viên",
            f"Trường số {number}",
            "Bằng khen của tỉnh",
            "",
            "2023",
        ]
        for number, name in enumerate(names, 1)
    ]
    write_book(path, sheets, "Kho Mẫu")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        root = project(Path(folder, "kho").resolve())
        workbook(root / "ds.xlsx", rows)
        took = {}
        for name, *command in (
            ("import", "import", "ds.xlsx", "--decision", DECISION, "--write"),
            ("import again", "import", "ds.xlsx", "--decision", DECISION, "--write"),
            ("check", "check"),
            ("match", "match"),
            ("build", "build"),
        ):
            start = time.monotonic()
            run = subprocess.run([sys.executable, "-m", "bangvang", *command], cwd=root, stdout=subprocess.PIPE)
            took[name] = time.monotonic() - start
            if run.returncode:
                return 1
        pages = [path for path in (root / "site").rglob("*.html")]
        largest = max(path.stat().st_size for path in pages)
    steps = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in took.items())
    print(f"{rows} rows: {steps}; {len(pages)} pages, the largest {largest // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
