"""How Lighthouse judges the home page, a bloc-year and a hero of the real site, on its slow phone.

A program: `PYTHONPATH=tests python -m lighthouse [--rounds N]`. It serves the site of this project as a host would, and
ends with status 1 where the median of a score falls short.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from conftest import CHROMIUM_ARGUMENTS, ROOT
from search.web import web

PAGES = ("", "khoi/khoi-huyen-thanh-pho-lai-chau/2024/", "vinh-danh/dong-van-cong/")
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    short = False
    with tempfile.TemporaryDirectory() as folder, web(Path(folder)) as served:
        _build(Path(folder, "site"), f"{served.address}site/")
        for page in PAGES:
            found = [_judge(f"{served.address}site/{page}", Path(folder, "report.json")) for _ in range(rounds)]
            scores = {name: round(statistics.median(one[name] for one in found)) for name in LEAST}
            short |= any(scores[name] < LEAST[name] for name in LEAST)
            print(f"/{page}: " + ", ".join(f"{name} {score}" for name, score in scores.items()))
            for complaint in sorted(set().union(*(one["complaints"] for one in found))):
                print(f"  {complaint}")
    return int(short)


def _build(site: Path, address: str) -> None:
    command = [sys.executable, "-m", "bangvang", "build", "--site", str(site)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "SITE_URL": address}, check=True, stdout=subprocess.PIPE)


def _judge(address: str, report: Path) -> dict:
    """The scores of a page, of 100, and what was found wanting."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    program = ROOT / "tests" / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
    command = [
        Path(sys.executable).with_name("node"),
        program,
        address,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--chrome-flags={' '.join(['--headless', *CHROMIUM_ARGUMENTS])}",
        f"--only-categories={','.join(LEAST)}",
    ]
    subprocess.run(command, env={**os.environ, "CHROME_PATH": chromium}, check=True)
    result = json.loads(report.read_text("utf-8"))
    scores = {name: 100 * (category["score"] or 0) for name, category in result["categories"].items()}
    wanting = {
        f"{name}: {audit['title']}"
        for name, category in result["categories"].items()
        for audit in (result["audits"][part["id"]] for part in category["auditRefs"] if part["weight"])
        if audit["scoreDisplayMode"] != "notApplicable" and (audit["score"] or 0) < 0.9
    }
    return scores | {"complaints": wanting}


if __name__ == "__main__":
    sys.exit(main())
