"""The page of the browser editor in a built site: Sveltia CMS, hosted with the site, under a policy of its own.

It asks nothing of any host but the one that keeps the records. An archive that does not want it has no such page.
"""

from __future__ import annotations

import json
import re
import shutil
from importlib import resources
from pathlib import Path

from ..archive.archive import Archive
from ..language.locale import VIETNAMESE
from ..language.problems import Report
from .editor import config

FOLDER = "admin"
"""In the project the packages of the editor, in the site its page."""

SERVERS = {"github": "https://api.github.com", "gitlab": "https://gitlab.com"}
"""What the page may speak to, by the host that keeps the records."""

_CMS = "@sveltia/cms"
_ICONS = "@fontsource-variable/material-symbols-outlined"


def install(archive: Archive, root: Path, site: Path, report: Report) -> None:
    """Put the editor into a site where the archive wants one, with what `make editor` fetched into the project."""
    editor = archive.about.editor
    if editor is None:
        return
    packages, folder = root / FOLDER / "node_modules", site / FOLDER
    cms, icons = packages / _CMS, packages / _ICONS
    if not (cms.is_dir() and icons.is_dir()):
        report.add("editor-missing", archive.about.locate("editor"))
        return
    said = folder / "npm" / _CMS
    said.mkdir(parents=True)
    for name in ("package.json", "LICENSE.txt"):
        shutil.copy(cms / name, said)
    version = json.loads((cms / "package.json").read_text("utf-8"))["version"]
    shutil.copytree(cms / "locales", said.with_name(f"{said.name}@{version}") / "locales")
    shutil.copy(icons / "files" / "material-symbols-outlined-latin-wght-normal.woff2", folder / "icons.woff2")
    page = resources.files("bangvang").joinpath("templates", "editor.html").read_text("utf-8")
    texts = {
        "index.html": page.replace("⟦server⟧", SERVERS[editor.host]).replace("⟦title⟧", VIETNAMESE.say("edit-records")),
        "config.yml": json.dumps(config(archive), ensure_ascii=False, indent=1) + "\n",  # JSON is YAML too
        "sveltia-cms.js": at_home((cms / "dist" / "sveltia-cms.js").read_text("utf-8")),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8", newline="\n")


def at_home(script: str) -> str:
    """The script with all that it would fetch from the hosts of others asked of its own folder, or not at all."""
    script = script.replace("https://unpkg.com/", "./npm/")
    script = re.sub(r"url\(https://[^)]*/material-symbols-outlined:[^)]*\)", "url(icons.woff2)", script)
    return re.sub(r"url\(https://cdn\.[^)]*\)", "local(sans-serif)", script)
