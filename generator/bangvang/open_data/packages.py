"""What programs are told of the open data: Data Package, DCAT, schema.org and RO-Crate, each a plain value for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ..archive.archive import Archive
from ..language.vietnamese import fold
from ..language.words import columns
from .columns import Column, Table
from .downloads import FOLDER, MEDIA, Download

_TYPES = {"number": "integer", "year": "year", "flag": "boolean"}
"""Our types in those of Data Package; all others are strings."""

_DAY = r"(\d{4}|XXXX)(-\d{2}(-\d{2})?)?"
_PATTERNS = {"date": f"^{_DAY}(/{_DAY})?$", "id": r"^[a-z0-9-]+$"}
"""What the strings of a type look like."""

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_DCAT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_CRATE = "https://w3id.org/ro/crate/1.1"


def title_of(archive: Archive) -> str:
    """What the data of an archive is called."""
    return f"{archive.about.title}: {columns()['_tables']['kho'][0].lower()}"


def name_of(archive: Archive) -> str:
    """The name of the data for programs."""
    return fold(archive.about.title).replace(" ", "-")


def data_package(archive: Archive, downloads: Sequence[Download], base: str, at: datetime) -> dict[str, Any]:
    """The tables as a Data Package, version 2, that stands in the folder of the open data."""
    about = archive.about
    return {
        "$schema": _PROFILE,
        "name": name_of(archive),
        "title": title_of(archive),
        "description": columns()["_tables"]["kho"][1],
        **({"homepage": f"{base}{FOLDER}/"} if base else {}),
        "version": at.date().isoformat(),
        "created": at.isoformat().replace("+00:00", "Z"),
        "licenses": [_licence(archive)],
        "contributors": [{"title": about.publisher, "roles": ["publisher"]}],
        "resources": [_resource(one) for one in downloads if one.form == "csv"],
    }


def _licence(archive: Archive) -> dict[str, str]:
    about = archive.about
    return {"name": about.licence.replace(" ", "-"), "path": about.licence_address, "title": about.licence}


def _resource(file: Download) -> dict[str, Any]:
    table = file.table
    keys = [
        {
            "fields": [column.name],
            "reference": {"resource": "" if column.refers == table.name else column.refers, "fields": ["id"]},
        }
        for column in table.columns
        if column.refers
    ]
    schema = {
        "fields": [_field(table, column) for column in table.columns],
        "primaryKey": list(table.key),
        **({"foreignKeys": keys} if keys else {}),
    }
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.says,
        "path": file.path,
        "scheme": "file",
        "format": "csv",
        "mediatype": MEDIA["csv"],
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": schema,
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.name in table.key else {}
    if column.values:
        constraints["enum"] = list(column.values)
    elif column.type in _PATTERNS:
        constraints["pattern"] = _PATTERNS[column.type]
    return {
        "name": column.name,
        "type": _TYPES.get(column.type, "string"),
        "title": table.title_of(column),
        "description": table.meaning_of(column),
        **({"constraints": constraints} if constraints else {}),
    }


def dcat(archive: Archive, downloads: Sequence[Download], base: str, at: datetime) -> dict[str, Any]:
    """The data as a dcat:Dataset, in JSON-LD that needs nothing fetched to be read."""
    return {
        "@context": _DCAT,
        "@id": f"{base}{FOLDER}/" if base else "./",
        "@type": "dcat:Dataset",
        "dcterms:title": {"@value": title_of(archive), "@language": "vi"},
        "dcterms:description": {"@value": columns()["_tables"]["kho"][1], "@language": "vi"},
        "dcterms:publisher": {"@type": "foaf:Organization", "foaf:name": archive.about.publisher},
        "dcterms:license": {"@id": archive.about.licence_address},
        "dcterms:modified": {"@value": at.date().isoformat(), "@type": "xsd:date"},
        "dcterms:language": {"@id": "http://id.loc.gov/vocabulary/iso639-1/vi"},
        "dcat:distribution": [
            {
                "@id": f"{base}{FOLDER}/{one.path}" if base else one.path,
                "@type": "dcat:Distribution",
                "dcterms:title": {"@value": one.table.title if one.table else title_of(archive), "@language": "vi"},
                "dcat:downloadURL": {"@id": f"{base}{FOLDER}/{one.path}" if base else one.path},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{MEDIA[one.form]}"},
                "dcat:byteSize": {"@value": str(one.size), "@type": "xsd:nonNegativeInteger"},
                "spdx:checksum": {
                    "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                    "spdx:checksumValue": one.sha256,
                },
            }
            for one in downloads
        ],
    }


def schema_org(archive: Archive, downloads: Sequence[Download], base: str, at: datetime) -> dict[str, Any]:
    """The data as a Dataset of schema.org, for search engines: the files that hold all of it, and the tables as CSV."""
    shown = [one for one in downloads if one.table is None or one.form == "csv"]
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": title_of(archive),
        "description": columns()["_tables"]["kho"][1],
        **({"@id": f"{base}#du-lieu", "url": f"{base}{FOLDER}/"} if base else {}),
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "license": archive.about.licence_address,
        "dateModified": at.date().isoformat(),
        "version": at.date().isoformat(),
        "creator": {"@type": "Organization", "name": archive.about.publisher},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": one.table.title if one.table else title_of(archive),
                "contentUrl": f"{base}{FOLDER}/{one.path}" if base else one.path,
                "encodingFormat": MEDIA[one.form],
                "contentSize": f"{max(1, round(one.size / 1000))} kB",
            }
            for one in shown
        ],
    }


def ro_crate(archive: Archive, downloads: Sequence[Download], at: datetime) -> dict[str, Any]:
    """The folder of the open data as an RO-Crate, so that whoever keeps it knows what it holds."""
    about = archive.about
    return {
        "@context": f"{_CRATE}/context",
        "@graph": [
            {
                "@id": "ro-crate-metadata.json",
                "@type": "CreativeWork",
                "conformsTo": {"@id": _CRATE},
                "about": {"@id": "./"},
            },
            {
                "@id": "./",
                "@type": "Dataset",
                "name": title_of(archive),
                "description": columns()["_tables"]["kho"][1],
                "datePublished": at.date().isoformat(),
                "license": {"@id": about.licence_address},
                "publisher": {"@id": "#publisher"},
                "hasPart": [{"@id": one.path} for one in downloads],
            },
            {"@id": "#publisher", "@type": "Organization", "name": about.publisher},
            {"@id": about.licence_address, "@type": "CreativeWork", "name": about.licence},
            *(
                {
                    "@id": one.path,
                    "@type": "File",
                    "name": one.table.title if one.table else title_of(archive),
                    "description": one.table.says if one.table else columns()["_tables"]["kho"][1],
                    "encodingFormat": MEDIA[one.form],
                    "contentSize": str(one.size),
                    "sha256": one.sha256,
                }
                for one in downloads
            ),
        ],
    }
