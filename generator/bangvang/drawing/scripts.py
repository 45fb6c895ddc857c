"""What the scripts of pages say: the words of each language as a module that a page fetches once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from ..language.words import table

FOLDER = "assets/javascripts/loi"
"""Where the modules lie in the site, each named by its language."""


def write_words(languages: Iterable[str], site: Path) -> None:
    """Write the words of each language for the scripts of a site."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for language in languages:
        words = json.dumps(table(language)["script"], ensure_ascii=False, separators=(",", ":"))
        (folder / f"{language}.js").write_text(f"export default {words}\n", "utf-8", newline="\n")
