"""The invented archive that is built: that of the search programs, where some people have several awards."""

from __future__ import annotations

from pathlib import Path
from random import Random

import yaml

from search.corpus import KINDS, LAST, SEED, Corpus, corpus
from search.engines import project

REFERENCE = 25_213
"""The honourees of one bloc in one year, as the longest list that we know of counts them."""

SEVERAL = 0.15
"""The share of the people with records who have more than one award."""

BEFORE = (LAST - 30, LAST - 15)
"""The years of their further awards: before all others, so that nobody has one twice."""

ADDED = f"awards/{LAST}/tang-them.yml"
"""The file that has these."""


def archive(pages: int, seed: int = SEED) -> Corpus:
    """An archive of about this many pages: the same number and seed make the same files."""
    made = corpus(pages, seed)
    chance = Random(f"{seed} several {pages}")
    kinds = [kind for kind in KINDS if kind[5] != "collective" and kind[6] == "ctn"]
    people = yaml.load(made.files["people/anh-hung.yml"], yaml.CSafeLoader)["people"]
    chosen = [person["id"] for person in people if chance.random() < SEVERAL]
    awards = [
        {"id": f"them-{number}", "kind": kind[0], "printed": kind[1], "recipient": {"who": who},
         "year": chance.randint(*BEFORE), "steps": [{"step": "conferred", "by": "chu-tich-nuoc"}]}
        for number, (who, kind) in enumerate(
            (who, kind) for who in chosen for kind in chance.sample(kinds, chance.choice((1, 1, 1, 2, 3))))
    ]  # fmt: skip
    record = {"id": "tang-them", "name": "Tặng thêm", "source": "cong-bao-mau", "awards": awards}
    made.files[ADDED] = yaml.dump(record, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    return made


def project_of(pages: int, folder: Path) -> Path:
    """A project folder with such an archive."""
    return project(archive(pages), folder)
