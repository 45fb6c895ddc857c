"""Which state of the records this is: the day that pages and books carry."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from .archive import Archive


def day_of(archive: Archive) -> date | None:
    """The day of the records: that of SOURCE_DATE_EPOCH, else the newest on which a source was published."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC).date()
    published = (source.published.value.end.exact for source in archive.of("source") if source.published)
    return max(filter(None, published), default=None)
