"""Payloads in a page that work by a document in a frame of it, and the parts that they name: type, status, body. RUN is a
script, OUT a site outside the archive, OWN the archive itself (OWNHOST without its scheme), EVIL the page's own site."""

# ruff: noqa: E501 - a payload is one line

from __future__ import annotations

FRAMES = {
    "five deep": "<iframe src=/deep-1.html></iframe>",
    "its own parent": "<iframe src=''></iframe><iframe src='#x'></iframe>",
    "the keeper's desk": "<iframe src=OWN/admin/></iframe><iframe src=OWN/admin/logout></iframe><iframe src=OWN/page/1></iframe><iframe src='OWN/search?q=x'></iframe><iframe src=OWN/static/backfile.js></iframe>",
    "the keeper's desk by paths": "<iframe src=/admin/logout></iframe><iframe src=//OWNHOST/admin/logout></iframe><iframe src='\\\\OWNHOST\\admin\\logout'></iframe><img src='..\\..\\..\\..\\admin\\logout'>",
    "dots that are escaped": "<img src='/%2e%2e/%2E./.%2e/%2e%2e/%2e%2e/admin/logout'><iframe src='/..%2f..%2f..%2f..%2fadmin/logout'></iframe><link rel=stylesheet href='/%2e%2e/%2e%2e/%2e%2e/%2e%2e/admin/logout'><style>p{background:url(/%2e%2e/%2e%2e/%2e%2e/%2e%2e/admin/logout)}</style><p>x</p>",
    "a replay address of its own": "<iframe src='/web/2026id_/OUT/a'></iframe><iframe src='OWN/web/2026id_/EVIL/run.js'></iframe><img src='OWN/web/2026id_/EVIL/evil.svg'><script src='OWN/web/2026js_/EVIL/run.js'></script>",
    "schemes that hold a document": "<iframe src='blob:OWN/1'></iframe><iframe src='filesystem:OWN/temporary/a'></iframe><iframe src='view-source:OUT/a'></iframe><iframe src='about:srcdoc'></iframe><iframe src='about:blank#<script>RUN</script>'></iframe>",
    "script as a frame": "<iframe src=' \x01javascript:RUN'></iframe><iframe src='java\nscript:RUN'></iframe><iframe src='javascript&colon;RUN'></iframe><iframe data-src='javascript:RUN'></iframe><iframe data-lazy-src='data:text/html,<script>RUN</script>'></iframe>",
    "srcdoc in srcdoc": "<iframe srcdoc=\"<iframe srcdoc='<iframe srcdoc=&quot;&lt;script>RUN&lt;/script>&lt;img src=x onerror=RUN>&quot;>&lt;/iframe>&lt;script>RUN&lt;/script>'></iframe><script>RUN</script>\"></iframe>",
    "srcdoc with a base": "<iframe srcdoc='<base href=OUT/ target=_top><img src=a><link rel=stylesheet href=b><a href=c id=go>x</a><meta http-equiv=refresh content=0;url=OUT/d>'></iframe>",
    "srcdoc that is escaped again": "<iframe srcdoc='&amp;lt;script&amp;gt;RUN&amp;lt;/script&amp;gt;&lt;p title=&quot;&amp;quot;&gt;&lt;img src=x onerror=RUN&gt;&quot;&gt;'></iframe>",
    "srcdoc that mutates": "<iframe srcdoc='<math><mtext><table><mglyph><style><!--</style><img title=\"--&amp;gt;&amp;lt;img src=x onerror=RUN&amp;gt;\">'></iframe><iframe srcdoc='<noscript><p title=\"</noscript><img src=x onerror=RUN>\">'></iframe>",
    "names of windows": "<iframe name=_top src=/frame.html></iframe><iframe name=_parent src=/calm.html></iframe><iframe name='<img src=x onerror=RUN>' src=/calm.html></iframe><iframe name=leak src=/calm.html></iframe><a id=go href=OUT/a target=leak>x</a>",
    "targets": "<base target=_blank><a id=go href=OUT/a>x</a><a id=go href=OUT/b target=_parent>x</a><a id=go href=OUT/c target='\n<_top'>x</a><a id=go href=OUT/d target=new rel=opener>x</a><map><area id=go href=OUT/e target=_unfencedTop></map>",
    "sandbox that asks for more": "<iframe sandbox='allow-scripts allow-same-origin allow-top-navigation allow-popups allow-downloads allow-modals allow-pointer-lock allow-presentation allow-forms' allow='camera *;fullscreen *' allowfullscreen credentialless csp='script-src *' src=/frame.html></iframe>",
    "sandbox given twice": "<iframe SANDBOX='allow-scripts' sandbox='' sandbox=allow-top-navigation srcdoc='<script>RUN</script>'></iframe>",
    "refresh in a frame": "<iframe src=/refresh.html></iframe><iframe srcdoc='<meta http-equiv=refresh content=0;javascript:RUN>'></iframe>",
    "form in a frame": "<iframe src=/form.html></iframe><iframe srcdoc='<form action=OWN/admin/logout method=post target=_top><button id=go formaction=OUT/a>x</button></form>'></iframe>",
    "another type than it claims": "<iframe src=/claims-html.png></iframe><iframe src=/script.html type=text/html></iframe><object data=/claims-html.png type=image/png></object><object data=/evil.svg type=text/html></object><embed src=/frame.html type=image/svg+xml width=9 height=9>",
    "redirects out of a frame": "<iframe src=/redirect-out></iframe><iframe src=/redirect-script></iframe><iframe src=/redirect-data></iframe><iframe src=/redirect-desk></iframe><iframe src=/redirect-round></iframe><img src=/redirect-out><link rel=stylesheet href=/redirect-out>",
    "redirects that split": "<iframe src=/redirect-split></iframe><iframe src=/redirect-dots></iframe><img src=/redirect-split>",
    "a file in a frame": "<iframe src=/file.zip></iframe><iframe src=/attached.html></iframe><object data=/file.zip></object><a id=go download=x.exe href=/file.zip>x</a>",
    "a frame that failed": "<iframe src=/error-500.html></iframe><iframe src=/error-404.html></iframe><iframe src=/unauthorised></iframe><img src=/unauthorised>",
    "xml in a frame": "<iframe src=/transform.xml></iframe><iframe src=/script.xml></iframe><iframe src=/feed.rss></iframe><iframe src=/json.json></iframe>",
    "pdf in a frame": "<iframe src=/paper.pdf></iframe><object data=/paper.pdf type=application/pdf></object><embed src=/paper.pdf type=application/pdf>",
    "object within object": "<object data=/none.swf type=application/x-shockwave-flash><object data='javascript:RUN' type=text/html><embed src='javascript:RUN' type=text/html><img src=x onerror=RUN></object></object>",
    "object by parameters": "<object type=text/html><param name=src value='javascript:RUN'><param name=movie value=OUT/a><param name=data value=OUT/b></object><object data='data:text/html,<script>RUN</script>'></object><embed code='javascript:RUN' type=text/html>",
    "plug-ins that fetch": "<object codebase=OUT/ data=a.svg type=image/svg+xml width=9 height=9></object><embed src=OUT/b type=application/x-test pluginspage=OUT/c><object classid='clsid:x' codebase='OUT/d#version=1' usemap=OUT/e></object>",
    "frames in a frameset": "<frameset cols='1,1'><frame src='data:text/html,<script>RUN</script>'><frame src=OUT/a longdesc='javascript:RUN'><frame src=/frame.html name=_top><noframes><img src=x onerror=RUN></noframes></frameset>",
    "portals and fences": "<portal src=OUT/a></portal><fencedframe src=OUT/b></fencedframe><webview src=OUT/c></webview><controlledframe src=OUT/d></controlledframe><ilayer src=OUT/e></ilayer><layer src=OUT/f></layer>",
    "frame by style": "<style>iframe{content:url(OUT/a);background:url(OUT/b)}</style><iframe src=/calm.html style='background:url(OUT/c)'></iframe><object data=/none style='background:url(OUT/d)'></object>",
    "foreign frames": "<svg><foreignObject><iframe srcdoc='<script>RUN</script>'></iframe><object data=/frame.html></object></foreignObject><iframe src=/frame.html></iframe></svg><math><iframe src='javascript:RUN'></iframe><mi><iframe srcdoc='<script>RUN</script>'></mi></math>",
    "frame that is lazy or blocked": "<iframe loading=lazy src=OUT/a></iframe><iframe src=OUT/b referrerpolicy=unsafe-url></iframe><iframe privatetoken='{}' sharedstoragewritable browsingtopics adauctionheaders src=OUT/c></iframe>",
}  # fmt: skip

_SVG = "<svg xmlns='http://www.w3.org/2000/svg'"

FRAME_PARTS: dict[str, tuple[str, int, str]] = {
    **{
        f"/deep-{at}.html": ("text/html", 200, f"<title>{at}</title><script>RUN;top.location='OUT/deep'</script><img src=OUT/deep{at}><iframe src=/deep-{at % 5 + 1}.html name=deep></iframe>")
        for at in range(1, 6)
    },
    "/calm.html": ("text/html", 200, "<p>calm"),
    "/refresh.html": ("text/html", 200, "<meta http-equiv=refresh content=0;url=OUT/refresh><meta http-equiv=refresh content='0;url=OWN/admin/logout'>"),
    "/form.html": ("text/html", 200, "<form action=OUT/form method=post target=_top><input name=a value=b autofocus><button id=go>x</button></form><form id=g action=OWN/admin/logout></form><button form=g id=go>x</button>"),
    "/claims-html.png": ("image/png", 200, "<html><script>RUN</script><img src=OUT/png>"),
    "/script.html": ("text/javascript", 200, "RUN//<script>RUN</script>"),
    "/error-500.html": ("text/html", 500, "<script>RUN</script><img src=OUT/e5>"),
    "/error-404.html": ("text/html", 404, "<script>RUN</script><img src=OUT/e4>"),
    "/unauthorised": ("text/html", 401, "<script>RUN</script>"),
    "/redirect-out": ("Location", 302, "OUT/redirect"),
    "/redirect-script": ("Location", 302, "javascript:RUN"),
    "/redirect-data": ("Location", 301, "data:text/html,<script>RUN</script>"),
    "/redirect-desk": ("Location", 307, "OWN/admin/logout"),
    "/redirect-round": ("Location", 302, "/redirect-round?again"),
    "/redirect-split": ("Location", 302, "/a%0d%0aSet-Cookie:%20stolen=1%0d%0a%0d%0a<script>RUN</script>"),
    "/redirect-dots": ("Location", 302, "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/admin/logout"),
    "/file.zip": ("application/zip", 200, "PK\x03\x04<script>RUN</script>"),
    "/attached.html": ("text/html", 200, "<script>RUN</script>"),
    "/transform.xml": ("application/xml", 200, "<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='#t'?><!DOCTYPE a [<!ATTLIST xsl:stylesheet id ID #IMPLIED>]><a><xsl:stylesheet id='t' version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:template match='/'><html xmlns='http://www.w3.org/1999/xhtml'><body><script>RUN</script><img src='OUT/xsl' onerror='RUN'/></body></html></xsl:template></xsl:stylesheet></a>"),
    "/script.xml": ("text/xml", 200, "<a xmlns:h='http://www.w3.org/1999/xhtml'><h:script>RUN</h:script><h:img src='OUT/xml' onerror='RUN'/><h:iframe src='OUT/xml2'/></a>"),
    "/feed.rss": ("application/atom+xml", 200, "<feed xmlns='http://www.w3.org/2005/Atom'><x:script xmlns:x='http://www.w3.org/1999/xhtml'>RUN</x:script></feed>"),
    "/json.json": ("application/json", 200, '{"a":"<script>RUN</script>"}'),
    "/paper.pdf": ("application/pdf", 200, "%PDF-1.7\n<html><script>RUN</script>\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(RUN)>>/AA<</O<</S/URI/URI(OUT/pdf)>>>>>>endobj\ntrailer<</Root 1 0 R>>"),
    "/frame.html": ("text/html", 200, "<script>RUN;top.document.title=4711</script><img src=OUT/frame onerror=RUN>"),
    "/run.js": ("text/javascript", 200, "RUN"),
    "/evil.svg": ("image/svg+xml", 200, f"{_SVG} onload='RUN'><script>RUN</script><image href='OUT/svg' width='9' height='9'/><style>@import 'OUT/svg2';</style></svg>"),
    "/evil.css": ("text/css", 200, "@import 'OUT/css1'; @import url(evil.css); body{background:url(OUT/css2)}"),
    "/utf7.css": ("text/css; charset=utf-7", 200, "+AEA-import 'OUT/css3'; p{background:url(OUT/css4)}"),
    "/utf16.css": ("text/css", 200, "\xfe\xff" + "".join(f"\0{sign}" for sign in "@import 'OUT/css5';")),
    "/escape.css": ("text/css; charset=iso-2022-jp", 200, "p{content:'\x1b$B'} @import 'OUT/css6'; /*'\x1b(B*/ p{background:url(OUT/css7)}"),
    "/page.css": ("text/html", 200, "<style>@import 'OUT/css8';</style>}p{background:url(OUT/css9)}"),
}  # fmt: skip
"""A type of ``Location`` is a redirect there."""
