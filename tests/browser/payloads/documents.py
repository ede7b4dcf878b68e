"""Payloads that are a document of their own: its type as the site sent it, and its bytes as Latin-1; the headers that came
with each of them, and the parts that they name."""

# ruff: noqa: E501 - a payload is one line

from __future__ import annotations

LEGACY = "\x1b$B"  # ISO-2022-JP: what follows are two-byte characters, until the way back

DOCUMENTS = {
    "iso-2022-jp": ("text/html; charset=iso-2022-jp", f"<img alt='{LEGACY}'><img src=x alt='\x1b(B' onerror=RUN>"),
    "hz": ("text/html; charset=hz-gb-2312", "<img alt='~{'><img src=x onerror=RUN alt='~}'>"),
    "utf-7 by meta": ("text/html", "<meta charset=utf-7>+ADw-img src=x onerror=RUN+AD4-"),
    "utf-7 by mark": ("text/html", "+/v8-+ADw-img src=x onerror=RUN+AD4-"),
    "ebcdic": ("text/html; charset=cp037", "\x4c\xa2\x83\x99\x89\x97\xa3\x6e\x4c\x61\xa2\x83\x99\x89\x97\xa3\x6e"),
    "quote that is eaten": ("text/html; charset=gbk", "<p title='\xbf'><img src=x onerror=RUN title='>"),
    "overlong": ("text/html; charset=utf-8", "\xc0\xbcimg src=x onerror=RUN\xc0\xbe"),
    "two charsets": ("text/html; charset=utf-16; charset=utf-8", "<img src=x onerror=RUN>"),
    "charset that is none": ("text/html; charset='\"><script>RUN</script>", "<img src=x onerror=RUN>"),
    "svg": ("image/svg+xml", ("<svg xmlns='http://www.w3.org/2000/svg' onload='RUN'><script>RUN</script><image href='OUT/a' width='9' height='9'/>"
            "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='OUT/b'/></foreignObject></svg>")),
    "svg that says it is html": ("text/html", "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='RUN'><script>RUN</script></svg>"),
    "html that says it is an image": ("image/png", "<script>RUN</script><img src=OUT/a>"),
    "html that says nothing": ("", "<!-- x --><html><script>RUN</script><img src=x onerror=RUN>"),
    "html that says any type": ("*/*", "<html><script>RUN</script>"),
    "html with a slash too many": ("text/html/xml", "<html><script>RUN</script>"),
    "xhtml": ("application/xhtml+xml", "<html xmlns='http://www.w3.org/1999/xhtml'><body onload='RUN'><script>//<![CDATA[\nRUN\n//]]></script><img src='OUT/a'/></body></html>"),
    "xml with a style sheet": ("application/xml", "<?xml-stylesheet href='OUT/a.css'?><?xml-stylesheet type='text/xsl' href='EVIL/evil.xsl'?><x/>"),
    "xml with entities": ("text/xml", "<!DOCTYPE x [<!ENTITY a SYSTEM 'OUT/a'><!ENTITY % b SYSTEM 'OUT/b'> %b;]><x>&a;</x>"),
    "xsl": ("text/xsl", "<x:stylesheet version='1.0' xmlns:x='http://www.w3.org/1999/XSL/Transform'><x:template match='/'><script xmlns='http://www.w3.org/1999/xhtml'>RUN</script></x:template></x:stylesheet>"),
    "mathml": ("application/mathml+xml", "<math xmlns='http://www.w3.org/1998/Math/MathML' href='javascript:RUN'><mi>x</mi><script xmlns='http://www.w3.org/1999/xhtml'>RUN</script></math>"),
    "feed": ("application/rss+xml", "<rss><channel><script xmlns='http://www.w3.org/1999/xhtml'>RUN</script></channel></rss>"),
    "pdf": ("application/pdf", "%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/URI/URI(OUT/a)>>>>endobj"),
    "mhtml": ("message/rfc822", "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<script>RUN</script>"),
    "event stream": ("text/event-stream", "data: <script>RUN</script>\n\n"),
    "manifest": ("text/cache-manifest", "CACHE MANIFEST\nOUT/a\n"),
    "exchange": ("application/signed-exchange;v=b3", "sxg1-b3\x00<script>RUN</script>"),
    "script": ("text/javascript", "RUN"),
    "wasm": ("application/wasm", "\x00asm\x01\x00\x00\x00"),
}  # fmt: skip

HEADERS = (
    ("Refresh", "0;url=OUT/r"), ("Set-Cookie", "stolen=1; Path=/"), ("Link", "<OUT/l>;rel=preload;as=image"),
    ("Link", "<OUT/s.css>;rel=stylesheet"), ("Content-Security-Policy", "default-src * 'unsafe-inline'"),
    ("Service-Worker-Allowed", "/"), ("Clear-Site-Data", '"cookies"'), ("SourceMap", "OUT/m"), ("Content-Location", "OUT/"),
    ("NEL", '{"report_to":"a","max_age":99}'), ("Report-To", '{"group":"a","max_age":99,"endpoints":[{"url":"OUT/n"}]}'),
    ("Speculation-Rules", '"OUT/p"'), ("Content-Disposition", "inline"), ("X-XSS-Protection", "0"),
    ("Access-Control-Allow-Origin", "*"), ("Strict-Transport-Security", "max-age=99"), ("Origin-Agent-Cluster", "?0"),
)  # fmt: skip

PARTS = {
    "/run.js": ("text/javascript", "RUN"),
    "/frame.html": (
        "text/html",
        "<script>RUN;top.document.title=4711</script><img src=OUT/frame onerror=RUN>",
    ),
    "/evil.svg": ("image/svg+xml", DOCUMENTS["svg"][1]),
    "/evil.css": ("text/css", "@import 'OUT/css1'; @import url(evil2.css); body{background:url(OUT/css2)}"),
    "/evil2.css": ("text/css", "@charset 'x'; p{background:url(\\4f OUT/css3)} @import 'OUT/css4';"),
    "/evil.xsl": DOCUMENTS["xsl"],
}
