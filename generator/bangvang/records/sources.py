"""Where facts come from: the sources, and the hosts of pages that they lie on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .facts import Date, Model
from .values import Address, Digest, Flag, HostName, Id, Text


class Copy(Model):
    """A copy of the page that was read, so that the citation outlives the page."""

    sha256: Digest
    form: Literal["text", "html", "pdf"]


class Source(Model):
    """Where facts come from."""

    id: Id
    kind: Literal["decision", "official-list", "official-report", "press", "law"]
    publisher: Text
    title: Text
    address: Address | None = None
    no_address: Text | None = None
    """Why there is no address; needed where there is none."""
    author: Text | None = None
    published: Date | None = None
    captured: Text | None = None
    """When, or in what state, the page was read."""
    copy_: Annotated[Copy | None, Field(alias="copy")] = None
    unused: tuple[Text, ...] = ()
    """What stands on the page and was left out, with the reason."""
    inferred: Text | None = None
    note: Text | None = None


class Host(Model):
    """A host of pages that sources may name: its publisher's own, or one that copies from others."""

    host: HostName
    """Its name without www."""
    publisher: Text
    mirror: Flag = False
    """True if it copies from others: no source may lie there."""
