"""What hosts are told, from one table: held by real servers, nginx and Apache of Debian, on loopback."""

import gzip
import http.client
import json
import re
import shutil
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest

from bangvang.language.problems import Report
from bangvang.publishing.hosts import ANEW, FOR_EVER, HEADERS, LIMITS, POLICY, Limits, fits, told
from conftest import ROOT, run
from large import project as project_in

FOUND = {name: shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/bin") for name in ("nginx", "apache2")}
MODULES = ("mpm_event", "authz_core", "alias", "dir", "headers", "mime", "deflate", "filter")


def only(**keys: object) -> dict[str, object]:
    """A schema of an object that has these keys and no others."""
    return {"type": "object", "properties": keys, "required": [*keys], "additionalProperties": False}


TEXT, YES = {"type": "string", "minLength": 1}, {"type": "boolean"}
AMAZON = only(
    website=only(IndexDocument=only(Suffix=TEXT), ErrorDocument=only(Key=TEXT)),
    metadata={"type": "object", "additionalProperties": only(CacheControl=TEXT)},
    headers=only(
        Name=TEXT,
        SecurityHeadersConfig=only(
            ContentSecurityPolicy=only(ContentSecurityPolicy=TEXT, Override=YES),
            ContentTypeOptions=only(Override=YES),
            ReferrerPolicy=only(ReferrerPolicy={"const": "strict-origin-when-cross-origin"}, Override=YES),
        ),
        CustomHeadersConfig=only(
            Quantity={"const": 1},
            Items={"type": "array", "minItems": 1, "maxItems": 1, "items": only(Header=TEXT, Value=TEXT, Override=YES)},
        ),
    ),
)
"""What of WebsiteConfiguration, the metadata of PutObject and ResponseHeadersPolicyConfig we say, in their form."""


@pytest.fixture(scope="module")
def web(tmp_path_factory) -> Path:
    """A web root with the miniature archive as its current release, and an editor's page."""
    root = project_in(tmp_path_factory.mktemp("hosted") / "kho")
    web = tmp_path_factory.mktemp("web")
    assert run("bangvang", "build", cwd=root, SITE_URL="http://127.0.0.1/kho/").returncode == 0
    assert run("bangvang", "publish", str(web), cwd=root).returncode == 0
    (web / "current" / "admin").mkdir()
    (web / "current" / "admin" / "index.html").write_text("x")
    for folder in (web, *web.parents):
        folder.chmod(folder.stat().st_mode | 0o011)  # a server serves as somebody else
    return web


def nginx(folder: Path, port: int, said: str) -> list[str]:
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/log;\nevents {{}}\nhttp {{ include /etc/nginx/mime.types;"
        f" access_log off; client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2;"
        f" fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;\n"
        f"server {{ listen 127.0.0.1:{port};\n{said}}} }}\n"
    )
    return [FOUND["nginx"], "-p", str(folder), "-e", str(folder / "log"), "-c", str(folder / "nginx.conf")]


def apache2(folder: Path, port: int, said: str) -> list[str]:
    loaded = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in MODULES)
    (folder / "apache.conf").write_text(
        f"ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\nErrorLog {folder}/log\n"
        f"DefaultRuntimeDir {folder}\n{loaded}User www-data\nGroup www-data\n"
        f"TypesConfig /etc/mime.types\n<VirtualHost *:{port}>\n{said}</VirtualHost>\n"
    )
    return [FOUND["apache2"], "-D", "FOREGROUND", "-f", str(folder / "apache.conf")]


@pytest.fixture(scope="module", params=[nginx, apache2], ids=lambda start: start.__name__)
def ask(request, web, tmp_path_factory):
    """Asks a server for a path of it: status, headers, body."""
    name = request.param.__name__
    if not FOUND[name]:
        pytest.skip(f"no {name} here: make tools")
    folder = tmp_path_factory.mktemp(name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = told({"nginx": "nginx", "apache2": "apache"}[name], "/kho/", str(web / "current"))
    with (folder / "said").open("wb") as heard:
        server = subprocess.Popen(request.param(folder, port, said), stderr=heard)

    def ask(path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        with closing(connection), connection.getresponse() as answer:
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    for _ in range(100):
        try:
            ask("/")
            break
        except OSError:
            assert server.poll() is None, (folder / "said").read_text() + (folder / "log").read_text()
            time.sleep(0.1)
    yield ask
    server.terminate()
    server.wait()


def test_every_file_has_its_headers(ask, web):
    for path in ("", "noi/huyen-nui-may/", "robots.txt", "assets/images/bang-vang.svg"):
        status, headers, body = ask(f"/kho/{path}")
        assert status == 200, path
        assert {name: headers.get(name.lower()) for name in HEADERS} == HEADERS, path
        assert headers["cache-control"] == ANEW
        assert (
            body == (web / "current" / (path + "index.html" if path.endswith("/") or not path else path)).read_bytes()
        )
    assert ask("/kho/")[1]["content-type"].lower() == "text/html; charset=utf-8"


def test_what_is_named_by_its_content_is_kept_for_ever(ask, web):
    name = next((web / "current" / "pagefind" / "index").iterdir()).name
    status, headers, _ = ask(f"/kho/pagefind/index/{name}")
    assert (status, headers["cache-control"]) == (200, FOR_EVER)
    assert headers["x-content-type-options"] == "nosniff"


def test_the_editor_has_a_policy_of_its_own(ask):
    status, headers, _ = ask("/kho/admin/")
    assert status == 200
    assert "content-security-policy" not in headers
    assert headers["x-content-type-options"] == "nosniff"


def test_what_is_not_there_gets_our_page(ask, web):
    for path in ("/kho/khong-co/", "/kho/du-lieu/vinh-danh/", "/kho/%00", "/kho/../../etc/passwd"):
        status, headers, body = ask(path)
        assert status in (400, 403, 404), path
        if path.endswith("/"):
            assert body == (web / "current" / "404.html").read_bytes(), path
            assert headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


def test_an_address_without_its_slash_leads_on(ask):
    status, headers, _ = ask("/kho/noi/huyen-nui-may")
    assert status == 301
    assert headers["location"].endswith("/kho/noi/huyen-nui-may/")


def test_text_is_packed_on_the_way(ask):
    for path in ("", "assets/images/bang-vang.svg", "du-lieu/datapackage.json"):
        whole = ask(f"/kho/{path}")[2]
        _, headers, body = ask(f"/kho/{path}", Accept_Encoding="gzip")
        assert headers.get("content-encoding") == "gzip", path
        assert gzip.decompress(body) == whole
        assert "accept-encoding" in headers["vary"].lower()


def test_a_part_of_a_file_can_be_asked_for(ask):
    whole = ask("/kho/du-lieu/kho.sqlite")[2]
    status, headers, body = ask("/kho/du-lieu/kho.sqlite", Range="bytes=100-199")
    assert (status, body) == (206, whole[100:200])
    assert headers["content-range"] == f"bytes 100-199/{len(whole)}"


def test_what_did_not_change_is_not_sent_again(ask):
    _, headers, _ = ask("/kho/robots.txt")
    assert ask("/kho/robots.txt", If_None_Match=headers["etag"])[0] == 304


# --- the table ---


def test_headers_say_what_pages_say():
    page = (ROOT / "overrides" / "main.html").read_text("utf-8")
    assert re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1] == POLICY


def test_every_host_is_told_what_the_table_says():
    for host in ("cloudflare-pages", "netlify", "nginx", "apache", "s3"):
        text = told(host, "/", "/srv/x")
        values = {*HEADERS.values(), ANEW, FOR_EVER} - ({"nosniff"} if host == "s3" else set())
        assert all(value in text for value in values), host
    assert len(told("netlify", "/", "").splitlines()) < 100


def test_s3_and_cloudfront_would_take_what_they_are_told():
    said = json.loads(told("s3", "/", "/srv/x"))
    jsonschema.validate(said, AMAZON, jsonschema.Draft202012Validator)
    assert said["website"]["ErrorDocument"] == {"Key": "404.html"}
    assert said["headers"]["SecurityHeadersConfig"]["ContentTypeOptions"] == {"Override": True}


def test_a_build_for_a_host_has_what_that_host_reads(project):
    for host, name in (("netlify", "_headers"), ("github-pages", ".nojekyll")):
        outcome = run("bangvang", "build", "--host", host, cwd=project)
        assert outcome.returncode == 0, outcome.stderr
        assert (project / "site" / name).read_text("utf-8") == told(host, "/", "")
        assert name in (project / "site" / "manifest-sha256.txt").read_text("utf-8")
        assert run("bangvang", "verify", "site", cwd=project).returncode == 0
    assert not (project / "site" / "_headers").exists()


@pytest.mark.parametrize("host", LIMITS)
def test_the_command_says_what_to_tell(host):
    outcome = run("bangvang", "host", host, "--path", "kho")
    assert outcome.returncode == 0
    assert "/kho/" in outcome.stdout or host in ("github-pages", "gitlab-pages", "s3")
    assert outcome.stdout + outcome.stderr


def test_limits_of_a_host_are_held_to(tmp_path, monkeypatch):
    (tmp_path / "a.html").write_bytes(b"x" * 600)
    (tmp_path / "b.html").write_bytes(b"x" * 500)

    def codes(limits: Limits) -> list[str]:
        monkeypatch.setitem(LIMITS, "netlify", limits)
        report = Report()
        fits(tmp_path, "netlify", report)
        return [problem.code for problem in report]

    assert codes(Limits(size=1100, files=2, file_size=600)) == []
    assert codes(Limits(size=1099)) == ["host-size"]
    assert codes(Limits(files=1)) == ["host-files"]
    assert codes(Limits(file_size=599)) == ["host-file-size"]
    assert run("bangvang", "check", "--host", "github-pages", "--site", str(tmp_path)).returncode == 0
