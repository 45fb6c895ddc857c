"""Manuscripts to PDF; the only module that knows Typst.

The text of records goes in as data, never as source, so whatever it holds is only ever text. No font of the machine and
nothing from the network is used, and the day in the file is that of the records: the same data give the same bytes.
"""

from __future__ import annotations

import json
from importlib import resources, util
from typing import Any

ENGINE = "typst"


def can_typeset() -> bool:
    """Whether the optional extra `book` is installed."""
    return util.find_spec(ENGINE) is not None


def typeset(template: str, manuscript: dict[str, Any]) -> bytes:
    """The PDF that a template in `templates/book/` makes of a manuscript."""
    import typst

    data = json.dumps(manuscript, ensure_ascii=False)
    with resources.as_file(resources.files("bangvang").joinpath("templates", "book", f"{template}.typ")) as path:
        return typst.compile(
            path,
            root=path.parent,
            font_paths=typst.Fonts(include_system_fonts=False),
            sys_inputs={"data": data},
            timestamp=0,
            format="pdf",
        )
