"""What web hosts are told about a site, all from one table; and what they can hold.

Headers say once more what the pages say of themselves in `<meta>`, and what cannot be said there. Files whose name
changes with their content are kept for ever, all others are asked for anew each time, which costs a few bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..language.problems import Location, Report
from ..office.admin import FOLDER as EDITOR
from .fixity import HEADERS_FILE, NO_JEKYLL, files_of

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; worker-src 'none'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
    " object-src 'none'"
)
"""What every page says in its head. A test holds the two together."""

HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""For every file but those of the editor, which has a policy of its own."""

ANEW, FOR_EVER = "no-cache", "public, max-age=31536000, immutable"

LASTING = ("pagefind/fragment", "pagefind/index")
"""Folders whose files are named by their content."""

PACKED = (
    "text/css text/csv text/javascript text/xml application/javascript application/json application/xml"
    " application/atom+xml image/svg+xml"
)
"""What a server may compress on the way, beside HTML."""


@dataclass(frozen=True)
class Limits:
    """What a host can hold, as it said in November 2026; None where it says nothing."""

    size: int | None = None
    files: int | None = None
    file_size: int | None = None


LIMITS = {
    "github-pages": Limits(size=10**9),
    "gitlab-pages": Limits(size=10**9, files=200_000),
    "cloudflare-pages": Limits(files=20_000, file_size=25 * 2**20),
    "netlify": Limits(),
    "nginx": Limits(),
    "apache": Limits(),
    "s3": Limits(),
}


def fits(site: Path, host: str, report: Report) -> None:
    """Report in what a built site is more than a host can hold."""
    limits, sizes = LIMITS[host], {name: (site / name).stat().st_size for name in files_of(site)}
    size = sum(sizes.values())
    if limits.size and size > limits.size:
        report.add("host-size", Location(str(site)), host=host, size=_mega(size), most=_mega(limits.size))
    if limits.files and len(sizes) > limits.files:
        report.add("host-files", Location(str(site)), host=host, files=len(sizes), most=limits.files)
    for name, size in sizes.items():
        if limits.file_size and size > limits.file_size:
            report.add("host-file-size", Location(name), host=host, size=_mega(size), most=_mega(limits.file_size))


def _mega(size: int) -> int:
    return -(-size // 10**6)


def told(host: str, path: str, folder: str) -> str:
    """What a host is to be told of a site that stands at a path of it, `/` or `/kho/`, and in a folder of its disk.

    Empty for a host that takes no word of ours: there the pages' own policy has to do.
    """
    return _FORMS[host](path, folder.rstrip("/")) if host in _FORMS else ""


def _headers_file(path: str, folder: str) -> str:
    """A file `_headers` in the site. For the editor it takes back what was said for all."""
    lines = [f"{path}*", *(f"  {name}: {value}" for name, value in {**HEADERS, "Cache-Control": ANEW}.items())]
    for lasting in LASTING:
        lines += [f"{path}{lasting}/*", "  ! Cache-Control", f"  Cache-Control: {FOR_EVER}"]
    return "\n".join([*lines, f"{path}{EDITOR}/*", "  ! Content-Security-Policy"]) + "\n"


def _nginx(path: str, folder: str) -> str:
    """For within a `server`. Variables, since a location with headers of its own would forget those around it."""
    said = {**HEADERS, "Content-Security-Policy": "$bangvang_policy", "Cache-Control": "$bangvang_cache"}
    headers = "".join(f'    add_header {name} "{value}" always;\n' for name, value in said.items())
    return f"""absolute_redirect off;
set $bangvang_policy "{HEADERS["Content-Security-Policy"]}";
set $bangvang_cache "{ANEW}";
if ($uri ~ "^{path}({"|".join(LASTING)})/") {{ set $bangvang_cache "{FOR_EVER}"; }}
if ($uri ~ "^{path}{EDITOR}/") {{ set $bangvang_policy ""; }}
location {path} {{
    alias {folder}/;
    index index.html;
    error_page 403 404 {path}404.html;
    charset utf-8;
    default_type application/octet-stream;
    gzip on;
    gzip_vary on;
    gzip_types {PACKED};
{headers}}}
"""


def _apache(path: str, folder: str) -> str:
    """For within a `VirtualHost`; needs the modules alias, dir, headers, mime, and deflate where there is one."""
    headers = "".join(f'    Header always set {name} "{value}"\n' for name, value in HEADERS.items())
    return f"""Alias "{path}" "{folder}/"
<Directory "{folder}">
    Require all granted
    Options FollowSymLinks
    AllowOverride None
    DirectoryIndex index.html
    ErrorDocument 403 {path}404.html
    ErrorDocument 404 {path}404.html
    AddDefaultCharset UTF-8
    <IfModule deflate_module>
        AddOutputFilterByType DEFLATE text/html {PACKED}
    </IfModule>
{headers}    Header always set Cache-Control "{ANEW}"
</Directory>
<LocationMatch "^{path}({"|".join(LASTING)})/">
    Header always set Cache-Control "{FOR_EVER}"
</LocationMatch>
<Location "{path}{EDITOR}/">
    Header always unset Content-Security-Policy
</Location>
"""


def _s3(path: str, folder: str) -> str:
    """What `s3api put-bucket-website` takes, metadata by prefix of key, and the policy that CloudFront takes."""
    by_name = {
        "ContentSecurityPolicy": {"ContentSecurityPolicy": HEADERS["Content-Security-Policy"], "Override": True},
        "ContentTypeOptions": {"Override": True},  # which has one value, nosniff
        "ReferrerPolicy": {"ReferrerPolicy": HEADERS["Referrer-Policy"], "Override": True},
    }
    other = {"Header": "Permissions-Policy", "Value": HEADERS["Permissions-Policy"], "Override": True}
    told = {
        "website": {"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "404.html"}},
        "metadata": {"": {"CacheControl": ANEW}} | {f"{each}/": {"CacheControl": FOR_EVER} for each in LASTING},
        "headers": {
            "Name": "bang-vang",
            "SecurityHeadersConfig": by_name,
            "CustomHeadersConfig": {"Quantity": 1, "Items": [other]},
        },
    }
    return json.dumps(told, indent=1) + "\n"


def write_within(site: Path, host: str | None) -> None:
    """Write into a site what its host reads there. The site is then what the host serves from its root."""
    for name, form in _WITHIN.get(host or "", {}).items():
        (site / name).write_text(form("/", ""), "utf-8", newline="\n")


_FORMS: dict[str, Callable[[str, str], str]] = {
    "cloudflare-pages": _headers_file,
    "netlify": _headers_file,
    "nginx": _nginx,
    "apache": _apache,
    "s3": _s3,
}

_WITHIN: dict[str, dict[str, Callable[[str, str], str]]] = {
    "github-pages": {NO_JEKYLL: lambda path, folder: ""},  # which would leave out what begins with a line
    "cloudflare-pages": {HEADERS_FILE: _headers_file},
    "netlify": {HEADERS_FILE: _headers_file},
}
"""Files of a site that are for its host."""
