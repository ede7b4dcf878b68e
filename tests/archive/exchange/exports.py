"""Exports of blogs that never were."""

from __future__ import annotations

from html import escape

BLOG_ID = "4711"
ATOM = 'xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://purl.org/atom/app#"'
KIND = "http://schemas.google.com/g/2005#kind"
WORDS = "The terns came back to the salt marsh in the second week of May. " * 4


def blogger_entry(
    number: int,
    *,
    kind: str = "post",
    title: str = "",
    text: str = WORDS,
    path: str | None = None,
    draft: bool = False,
    updated: str = "2012-04-02T10:00:00.000+02:00",
    labels: tuple[str, ...] = ("Birds", "Salt & sand"),
    host: str = "http://saltmarsh.blogspot.com",
) -> str:
    """An entry of the old export."""
    link = path or f"/2012/04/post-{number}.html"
    control = "<app:control><app:draft>yes</app:draft></app:control>" if draft else ""
    tags = "".join(
        f'<category scheme="http://www.blogger.com/atom/ns#" term="{escape(escape(one))}"/>' for one in labels
    )
    return f"""<entry><id>tag:blogger.com,1999:blog-{BLOG_ID}.post-{number}</id>
<published>2012-04-01T09:00:00.000+02:00</published><updated>{updated}</updated>{control}
<category scheme="{KIND}" term="http://schemas.google.com/blogger/2008/kind#{kind}"/>{tags}
<title type="text">{escape(title or f"Post {number}")}</title>
<content type="html">{escape(f"<p>{text} Number {number}.</p>")}</content>
<link rel="edit" type="application/atom+xml" href="https://www.blogger.com/feeds/1/posts/{number}"/>
{"" if draft else f'<link rel="alternate" type="text/html" href="{host}{link}"/>'}
<author><name>Ada Quill</name><email>noreply@blogger.com</email></author></entry>"""


def blogger_file(*entries: str, host: str = "http://saltmarsh.blogspot.com") -> bytes:
    """The old export."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="https://www.blogger.com/styles/atom.css" type="text/css"?>
<feed {ATOM}><id>tag:blogger.com,1999:blog-{BLOG_ID}.archive</id><title type="text">Salt Marsh</title>
<link rel="alternate" type="text/html" href="{host}/"/>
{"".join(entries)}</feed>""".encode()


def takeout_entry(
    number: int,
    *,
    kind: str = "POST",
    status: str = "LIVE",
    trashed: bool = False,
    text: str = WORDS,
) -> str:
    """An entry of Takeout's feed.atom."""
    return f"""<entry><id>tag:blogger.com,1999:blog-{BLOG_ID}.post-{number}</id>
<blogger:type>{kind}</blogger:type><blogger:status>{status}</blogger:status>
<author><name>Ada Quill</name><uri>https://www.blogger.com</uri><blogger:type>BLOGGER</blogger:type></author>
<title>Post {number}</title><content type='html'>{escape(f"<p>{text} Number {number}.</p>")}</content>
<blogger:created>2012-04-01T07:00:00Z</blogger:created><published>2012-04-01T07:00:00Z</published>
<updated>2012-04-02T08:00:00Z</updated><blogger:location/>
<category scheme='tag:blogger.com,1999:blog-{BLOG_ID}' term='Birds'/>
<blogger:filename>/2012/04/post-{number}.html</blogger:filename><link/><enclosure/>
{"<blogger:trashed>2013-01-01T00:00:00Z</blogger:trashed>" if trashed else "<blogger:trashed/>"}</entry>"""


def takeout_file(*entries: str) -> bytes:
    """Takeout's feed.atom."""
    return f"""<?xml version='1.0' encoding='utf-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>
<id>tag:blogger.com,1999:blog-{BLOG_ID}</id><title>Salt Marsh</title>{"".join(entries)}</feed>""".encode()


def wxr_item(
    number: int,
    *,
    kind: str = "post",
    status: str = "publish",
    password: str = "",
    link: str | None = None,
    text: str = WORDS,
    comments: int = 0,
) -> str:
    """An item of WXR."""
    said = "<wp:comment><wp:comment_content>Nice</wp:comment_content></wp:comment>" * comments
    return f"""<item><title>Post {number}</title>
<link>{f"https://saltmarsh.example/2012/post-{number}/" if link is None else link}</link>
<pubDate>Sun, 01 Apr 2012 07:00:00 +0000</pubDate><dc:creator><![CDATA[ada]]></dc:creator>
<guid isPermaLink="false">https://saltmarsh.example/?p={number}</guid><description></description>
<content:encoded><![CDATA[{text} Number {number}.

A second paragraph, on tides.]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>2012-04-01 09:00:00</wp:post_date>
<wp:post_date_gmt>2012-04-01 07:00:00</wp:post_date_gmt>
<wp:post_modified_gmt>2012-04-02 08:00:00</wp:post_modified_gmt><wp:status>{status}</wp:status>
<wp:post_type>{kind}</wp:post_type><wp:post_password>{password}</wp:post_password>
<category domain="category" nicename="birds"><![CDATA[Birds]]></category>
<category domain="post_format" nicename="aside"><![CDATA[Aside]]></category>{said}</item>"""


def wxr_file(*items: str, home: str = "https://saltmarsh.example", version: str = "1.2") -> bytes:
    """A WXR file."""
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<!-- This file holds <item> in a comment. -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/{version}/"><channel><title>Salt Marsh</title><link>{home}</link>
<wp:wxr_version>{version}</wp:wxr_version><wp:base_blog_url>{home}</wp:base_blog_url>
<wp:author><wp:author_login>ada</wp:author_login><wp:author_display_name><![CDATA[Ada Quill]]></wp:author_display_name>
</wp:author>{"".join(items)}</channel></rss>""".encode()
