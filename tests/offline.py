"""That the site can be built again from what was kept of it: a clone, its wheelhouse, and no network.

    .venv/bin/python tests/offline.py

Needs a network for the wheelhouse, and Linux, which takes it away from what is run after it. Ends with status 1 when
the site is not built whole.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from conftest import ROOT

ALONE = ["unshare", "--map-root-user", "--net"]
"""Runs a command without a network."""


def main() -> int:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder, "kho")
        for command in (
            ["git", "clone", "--quiet", str(ROOT), str(clone)],
            ["make", "wheelhouse"],
            ["rm", "-r", ".venv"],
            [*ALONE, "make", "site", "WHEELHOUSE=wheelhouse"],
            [".venv/bin/bangvang", "verify", "site"],
        ):
            done = subprocess.run(
                command, cwd=clone if clone.exists() else ROOT, env=environment, capture_output=True, encoding="utf-8"
            )
            if done.returncode:
                print(f"{' '.join(command)}: {done.stdout}{done.stderr}")
                return 1
        packages, pages = len(list(clone.glob("wheelhouse/*"))), len(list(clone.glob("site/**/index.html")))
    print(f"{packages} packages kept; {pages} pages built from them without a network")
    return 0


if __name__ == "__main__":
    sys.exit(main() if shutil.which("unshare") else "needs unshare, which Linux has")
