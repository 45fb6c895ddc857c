"""Editing in the browser: off unless asked for, the forms hold every record, and the real editor writes sound ones."""

import functools
import http.server
import json
import re
import shutil
import threading
from pathlib import Path, PurePosixPath

import pytest
from playwright.sync_api import expect

from bangvang.files.reading import parse
from bangvang.language.problems import Report
from bangvang.office import editor
from bangvang.office.formatting import canonical, lengthened
from bangvang.records.loading import model_of
from bangvang.records.models import FILES, Editor
from conftest import MINIATURE, ROOT, SUB_PATH, load_sound, run

PROJECT = ("docs", "overrides", "admin", "mkdocs.yml")
RECORDS = [(data, path) for data in (ROOT / "data", MINIATURE) for path in sorted(data.rglob("*.yml"))]
WANTED = "editor:\n  host: github\n  repository: chu/bang-vang\n"

installed = pytest.mark.skipif(
    not (ROOT / "admin" / "node_modules").exists(), reason="the editor is not installed: run 'make editor'"
)

SEED = """async files => {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("sveltia-cms-test", {create: true});
  for (const [path, text] of Object.entries(files)) {
    const folders = path.split("/"), name = folders.pop();
    let folder = root;
    for (const part of folders) folder = await folder.getDirectoryHandle(part, {create: true});
    const stream = await (await folder.getFileHandle(name, {create: true})).createWritable();
    await stream.write(text);
    await stream.close();
  }
}"""
TAKE = """async () => {
  const texts = {};
  const walk = async (folder, path) => {
    for await (const [name, inner] of folder.entries())
      if (inner.kind === "directory") await walk(inner, `${path}${name}/`);
      else texts[path + name] = await (await inner.getFile()).text();
  };
  await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle("sveltia-cms-test"), "");
  return texts;
}"""
"""The test backend of the editor keeps its files in the browser: put them there, and take them from there."""


def config() -> dict:
    archive = load_sound(MINIATURE)
    vars(archive.about)["editor"] = Editor(host="gitlab", repository="nhom/kho", branch="sua")
    return editor.config(archive)


def form_of(inside: PurePosixPath) -> list[dict]:
    """The fields of the form for a file."""
    for collection in config()["collections"]:
        if "files" in collection:
            return next(file["fields"] for file in collection["files"] if file["file"] == f"data/{inside}")
        if collection["folder"] == f"data/{inside.parts[0]}":
            return collection["fields"]
    raise AssertionError(inside)


def document(text: str):
    read = parse(text, "x.yml", Report())
    assert read
    return read


def fits(value, field: dict, path: str) -> None:
    """Every key and value has its place in the form, so that the editor can lose none."""
    widget = field["widget"]
    if widget == "object":
        fits_all(value, field["fields"], path)
    elif widget == "list" or field.get("multiple"):
        assert isinstance(value, list), path
        for index, item in enumerate(value):
            if "fields" in field:
                fits_all(item, field["fields"], f"{path}.{index}")
            else:
                fits(item, field.get("field") or {**field, "multiple": False}, f"{path}.{index}")
    else:
        assert isinstance(value, str), path
        if widget == "select":
            assert value in [str(option["value"]).replace("True", "true").replace("False", "false")
                             for option in field["options"]], path  # fmt: skip
        assert widget != "number" or str(int(value)) == value, path


def fits_all(value, fields: list[dict], path: str) -> None:
    assert isinstance(value, dict), path
    known = {field["name"]: field for field in fields}
    for key, part in value.items():
        assert key in known, f"{path}.{key}"
        fits(part, known[key], f"{path}.{key}")


@pytest.mark.parametrize(("data", "path"), RECORDS, ids=lambda path: path.stem)
def test_the_long_form_says_the_same_and_fits_its_form(data, path):
    inside = PurePosixPath(path.relative_to(data).as_posix())
    short = document(path.read_text("utf-8"))
    long = lengthened(short, inside)
    model = model_of(inside)
    assert model.model_validate(long.value) == model.model_validate(short.value)
    assert lengthened(long, inside).text == long.text
    fits_all(long.value, form_of(inside), str(inside))
    again = document(canonical(long, inside))
    assert again.value == long.value


def test_the_long_form_of_each_short_one():
    text = "bloc: b\nyear: 2024\nsource: s # nguồn\nmeetings: [{name: 1.50, date: 2024-01}]\n"
    text += "awards: [{id: a, kind: k, printed: '~', recipient: {}, steps: [{step: conferred, by: x, source: [s]}]}]\n"
    inside = PurePosixPath("years/2024/b.yml")
    assert canonical(lengthened(document(text), inside), inside).partition("\n")[2] == (
        "bloc: b\nyear: 2024\nsource: [s] # nguồn\n"
        "meetings: [{name: '1.50', date: {value: 2024-01}}]\n"
        "awards: [{id: a, kind: k, printed: '~', recipient: {}, "
        "steps: [{step: conferred, by: {who: x}, source: [s]}]}]\n"
    )


def test_a_file_that_is_not_sound_gets_no_long_form(miniature):
    text = "head: vậy\n"
    (miniature / "years" / "2023" / "khoi-cac-huyen-binh-minh.yml").write_text(text, "utf-8")
    outcome = run("bangvang", "fmt", "--long", cwd=miniature.parent)
    assert outcome.returncode == 1
    assert outcome.stderr.count("[fmt-would-change]") == 1
    assert (miniature / "years" / "2023" / "khoi-cac-huyen-binh-minh.yml").read_text("utf-8") == text
    (miniature / "years" / "2023" / "khoi-cac-huyen-binh-minh.yml").unlink()
    assert run("bangvang", "check", cwd=miniature.parent).returncode == 0
    assert run("bangvang", "fmt", "--long", "--check", cwd=miniature.parent).returncode == 0


def test_every_file_of_a_kind_has_a_form():
    made = config()
    folders = {entry["folder"] for entry in made["collections"] if "folder" in entry}
    files = {file["file"] for entry in made["collections"] for file in entry.get("files", [])}
    patterns = {pattern for pattern in FILES if pattern.endswith(".yml")}
    assert folders == {f"data/{pattern.partition('/')[0]}" for pattern in patterns if "*" in pattern}
    assert files == {f"data/{pattern}" for pattern in patterns if "*" not in pattern}
    backend = {"name": "gitlab", "repo": "nhom/kho", "branch": "sua", "auth_methods": ["token"]}
    assert made["backend"] == backend


def project(folder: Path, data: Path) -> Path:
    for name in PROJECT:
        (folder / name).symlink_to(ROOT / name)
    shutil.copytree(data, folder / "data")
    return folder


def want(folder: Path) -> None:
    with (folder / "data" / "archive.yml").open("a", encoding="utf-8") as file:
        file.write(WANTED)


def test_without_the_key_there_is_no_editor_and_without_its_script_a_problem(tmp_path):
    project(tmp_path, MINIATURE)
    (tmp_path / "admin").unlink()
    assert run("bangvang", "build", cwd=tmp_path).returncode == 0
    assert not (tmp_path / "site" / "admin").exists()
    want(tmp_path)
    outcome = run("bangvang", "build", cwd=tmp_path)
    assert outcome.returncode == 1
    assert "[editor-missing]" in outcome.stderr and "make editor" in outcome.stderr
    assert not (tmp_path / "site" / "admin").exists()


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """The real archive in its long form, built with the editor and served under a sub-path: folder, address."""
    folder = project(tmp_path_factory.mktemp("edited"), ROOT / "data")
    want(folder)
    assert run("bangvang", "fmt", "--long", cwd=folder).returncode == 0
    site = folder / "web" / SUB_PATH
    built = run("bangvang", "build", "--site", str(site), cwd=folder, SITE_URL="https://kho.example/")
    assert built.returncode == 0, built.stderr
    made = site / "admin" / "config.yml"
    made.write_text(json.dumps({**json.loads(made.read_text("utf-8")), "backend": {"name": "test-repo"}}), "utf-8")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder / "web"))
    handler.func.log_message = lambda *_: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{httpd.server_port}/{SUB_PATH}"
        httpd.shutdown()


@installed
def test_the_site_itself_knows_nothing_of_the_editor(edited, site):
    with_editor = edited[0] / "web" / SUB_PATH
    pages = {path.relative_to(with_editor) for path in with_editor.rglob("*.html")}
    assert pages - {path.relative_to(site) for path in site.rglob("*.html")} == {Path("admin/index.html")}
    assert "admin" not in (with_editor / "sitemap.xml").read_text("utf-8")
    for name in ("index.html", "khoi/index.html"):
        text = (with_editor / name).read_text("utf-8")
        assert "admin/" not in text and "unsafe-inline" not in text
    page = (with_editor / "admin" / "index.html").read_text("utf-8")
    assert "noindex" in page and not re.search(r"<script(?! src=)|<style| on\w+=", page)


def scroll_to(page, wanted):
    """The editor draws what comes into view: scroll down, and from the top again, until what is wanted is there."""
    page.mouse.move(600, 600)
    for step in range(200):
        page.wait_for_timeout(150)
        if wanted.count():
            return
        page.mouse.wheel(0, 600 if step % 50 < 45 else -30_000)
    raise AssertionError(f"never came into view: {wanted}")


@installed
def test_a_clerk_edits_a_year_adds_one_and_the_records_stay_sound(browser, edited):
    folder, address = edited
    texts = {f"data/{path.relative_to(folder / 'data').as_posix()}": path.read_text("utf-8")
             for path in (folder / "data").rglob("*.yml")}  # fmt: skip
    context = browser.new_context(locale="vi-VN", viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.goto(address + "robots.txt")
    page.evaluate(SEED, texts)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    ours = (address, "data:", "blob:" + address.partition("/kho/")[0])
    page.on("request", lambda r: None if r.url.startswith(ours) else complaints.append(r.url))

    page.goto(address + "admin/")
    page.get_by_role("button", name="thử nghiệm").click()
    for label in ("Người", "Khối, cụm", "Hồ sơ năm của khối, cụm", "Nguồn", "Các tệp chung"):
        expect(page.get_by_text(label, exact=True).first).to_be_visible()

    page.goto(address + "admin/#/collections/years")
    scroll_to(page, page.get_by_text("Khối thi đua các huyện, thành phố tỉnh Lai Châu"))
    page.get_by_text("Khối thi đua các huyện, thành phố tỉnh Lai Châu").first.click()
    bloc = page.get_by_role("combobox", name="Mã của khối, cụm (bloc)")
    expect(bloc).to_contain_text("khoi-huyen-thanh-pho-lai-chau")
    note = page.locator('[data-key-path="note"] textarea')
    scroll_to(page, note)
    note.fill("Thử sửa.")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Tạo mới", exact=True).first).to_be_visible()

    page.get_by_text("Tạo mới", exact=True).first.click()
    bloc.click()
    page.get_by_role("option", name="khoi-huyen-thanh-pho-lai-chau").click()
    page.locator('[data-key-path="year"] input').fill("2025")
    scroll_to(page, page.get_by_text("mã của nguồn, hoặc danh sách mã; bỏ trống thì"))
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Tạo mới", exact=True).first).to_be_visible()
    written = page.evaluate(TAKE)
    context.close()
    assert not complaints

    old, new = "data/years/2024/khoi-huyen-thanh-pho-lai-chau.yml", "data/years/2025/khoi-huyen-thanh-pho-lai-chau.yml"
    assert {name for name in written if written[name] != texts.get(name)} == {old, new}
    assert document(written[old]).value == {**document(texts[old]).value, "note": "Thử sửa."}
    assert document(written[new]).value == {"bloc": "khoi-huyen-thanh-pho-lai-chau", "year": "2025"}
    for name in (old, new):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(written[name], "utf-8")
    assert "[no-source]" in run("bangvang", "check", cwd=folder).stderr
    (folder / new).unlink()
    assert run("bangvang", "check", cwd=folder).returncode == 0
    assert run("bangvang", "fmt", cwd=folder).returncode == 0
    assert document((folder / old).read_text("utf-8")).value == document(written[old]).value
