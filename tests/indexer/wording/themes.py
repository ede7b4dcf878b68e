"""A Story in a Frame as the page of a platform: the shapes that our blogs have, in our own words."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

from tests.indexer.wording.stories import Frame, Story

Theme = Callable[[Story, Frame], str]


def _body(story: Story, frame: Frame) -> str:
    paragraphs = "\n".join(f"<p>{text}</p>" for text in story.paragraphs)
    return f"{frame.before}{paragraphs}{story.extra}{frame.after}"


def _links(titles: tuple[str, ...], token: str) -> str:
    return "".join(
        f'<li><a href="/p/{len(title)}.html?sid={token}">{escape(title)}</a></li>' for title in titles
    )


def blogger_classic(story: Story, frame: Frame) -> str:
    """Blogger's templates of 2006 to 2016."""
    comments = "".join(f'<dd class="comment-body"><p>{text}</p></dd>' for text in frame.comments)
    popular = "".join(
        f'<li><div class="item-title"><a href="/p/{n}.html">{escape(t)}</a></div></li>'
        for n, t in enumerate(frame.popular)
    )
    return (
        f'<!DOCTYPE html><html lang="{story.lang}"><head><meta charset="utf-8"><meta content="blogger" name="generator"/>'
        f"<title>Harbour Notes: {escape(story.title)}</title>{frame.head}</head><body>{frame.banner}"
        f'<div id="main"><div class="widget Blog" id="Blog1"><div class="date-outer"><h2 class="date-header">'
        f'<span>{story.day}</span></h2><div class="post hentry"><h3 class="post-title entry-title">{story.title}</h3>'
        f'<div class="post-body entry-content" id="post-body-42">{_body(story, frame)}</div>'
        f'<div class="post-footer"><span class="post-author vcard">Posted by <span class="fn">{story.author}</span></span>'
        f'<abbr class="published" title="{story.day}T08:00:00+02:00">{frame.minutes} minutes ago</abbr> {frame.meta}'
        f'<span class="views">{frame.views} views</span></div></div></div>'
        f'<div class="comments" id="comments"><h4>{len(frame.comments)} comments:</h4><dl>{comments}</dl></div></div></div>'
        f'<div class="sidebar" id="sidebar"><div class="widget PopularPosts"><ul class="popular-posts">{popular}</ul></div>'
        f'<div class="widget BlogArchive"><ul>{_links(frame.recent, frame.token)}</ul></div>'
        f'<div class="widget HTML">{frame.advert}</div><div class="widget Stats">{frame.views * 9}</div></div>'
        f'<div class="footer">{frame.footer}</div><script nonce="{frame.token}">var t="{frame.token}"</script>'
        "</body></html>"
    )


def blogger_contempo(story: Story, frame: Frame) -> str:
    """Blogger's Contempo and its kin: JSON-LD, and the popular posts beside the post, with its class names."""
    data = json.dumps(
        {"@context": "http://schema.org", "@type": "BlogPosting", "headline": story.title,
         "datePublished": f"{story.day}T08:00:00+02:00", "author": {"@type": "Person", "name": story.author}}
    )  # fmt: skip
    popular = "".join(
        f'<div class="post"><h3 class="post-title"><a href="/p/{n}.html">{escape(t)}</a></h3>'
        f'<div class="snippet-item">{escape(t)} and more of the beginning of that post …</div></div>'
        for n, t in enumerate(frame.popular)
    )
    comments = "".join(f'<div class="comment-content">{text}</div>' for text in frame.comments)
    return (
        f'<!DOCTYPE html><html lang="{story.lang}"><head><meta charset="utf-8"><meta name="generator" content="blogger">'
        f'<title>{escape(story.title)}</title><meta property="og:title" content="{escape(story.title)}">{frame.head}'
        f'</head><body>{frame.banner}<main class="centered-bottom"><div class="widget Blog" data-version="2" id="Blog1">'
        f'<div class="blog-posts"><article class="post-outer-container"><script type="application/ld+json">{data}</script>'
        f'<h3 class="post-title entry-title">{story.title}</h3><div class="post-header">'
        f'<time class="published" datetime="{story.day}T08:00:00+02:00">{frame.minutes} min ago</time> {frame.meta}</div>'
        f'<div class="post-body entry-content float-container" id="post-body-42">{_body(story, frame)}</div>'
        f'<div class="post-bottom"><span class="share-buttons">Share {frame.shares}</span></div></article></div>'
        f'<section class="comments" id="comments"><h3>Comments ({len(frame.comments)})</h3>{comments}</section>'
        f'</div><div class="widget PopularPosts" data-version="2"><h3 class="title">Popular posts from this blog</h3>'
        f'<div role="feed">{popular}</div></div></main><aside class="sidebar-container"><div class="widget">'
        f"<ul>{_links(frame.recent, frame.token)}</ul></div><div>{frame.advert}</div></aside>"
        f"<footer>{frame.footer}</footer><script nonce='{frame.token}'>window.t='{frame.token}'</script></body></html>"
    )


def wordpress_classic(story: Story, frame: Frame) -> str:
    """A WordPress theme of the classic kind, with a share bar, related posts and a view counter in the content."""
    comments = "".join(
        f'<li class="comment"><div class="comment-content"><p>{text}</p></div></li>'
        for text in frame.comments
    )
    related = "".join(f'<li><a href="/{n}/">{escape(t)}</a></li>' for n, t in enumerate(frame.popular))
    return (
        f'<!DOCTYPE html><html lang="{story.lang}"><head><meta charset="utf-8">'
        f"<title>{escape(story.title)} &#8211; Harbour Notes</title><meta name='generator' content='WordPress 6.4'>"
        f'<meta property="og:title" content="{escape(story.title)} - Harbour Notes"><meta property="og:site_name" '
        f'content="Harbour Notes"><meta property="article:published_time" content="{story.day}T08:00:00+00:00">{frame.head}'
        f'</head><body class="single">{frame.banner}<div id="page"><main id="main"><article class="post hentry">'
        f'<header class="entry-header"><h1 class="entry-title">{story.title}</h1><div class="entry-meta">'
        f'<span class="author vcard"><a class="url fn n" href="/author/x/">{story.author}</a></span> · '
        f'{frame.minutes} minutes ago · {frame.views} views {frame.meta}</div></header><div class="entry-content">'
        f'<div class="post-views">Post Views: {frame.views}</div>{_body(story, frame)}'
        f'<div class="sharedaddy"><h3>Share this:</h3><ul><li>Facebook {frame.shares}</li><li>Twitter 3</li></ul></div>'
        f'<div class="yarpp-related"><h3>Related posts:</h3><ol>{related}</ol></div></div></article>'
        f'<div id="comments" class="comments-area"><h2>{len(frame.comments)} thoughts</h2><ol>{comments}</ol><form><input '
        f'type="hidden" name="_wpnonce" value="{frame.token}"></form></div></main><aside id="secondary" class="widget-area">'
        f'<section class="widget"><h2>Recent Posts</h2><ul>{_links(frame.recent, frame.token)}</ul></section>'
        f"<section class='widget'>{frame.advert}</section></aside><footer>{frame.footer}</footer></div></body></html>"
    )


def wordpress_blocks(story: Story, frame: Frame) -> str:
    """A block theme of WordPress, with a query loop of more posts under the article."""
    more = "".join(
        f'<li class="wp-block-post"><h3 class="wp-block-post-title"><a href="/{n}/">{escape(t)}</a></h3></li>'
        for n, t in enumerate(frame.recent)
    )
    comments = "".join(
        f'<li><div class="wp-block-comment-content"><p>{text}</p></div></li>' for text in frame.comments
    )
    return (
        f'<!DOCTYPE html><html lang="{story.lang}"><head><meta charset="utf-8"><title>{escape(story.title)} – Harbour '
        f'Notes</title><meta property="article:published_time" content="{story.day}T08:00:00+00:00">{frame.head}</head>'
        f'<body>{frame.banner}<div class="wp-site-blocks"><header class="wp-block-template-part">'
        f'<p class="wp-block-site-title"><a href="/">Harbour Notes</a></p>'
        f'</header><main><h1 class="wp-block-post-title">{story.title}</h1>'
        f'<div class="wp-block-post-author-name">{story.author}</div><div class="wp-block-post-date"><time '
        f'datetime="{story.day}T08:00:00+00:00">{story.day}</time> {frame.meta}</div><div class="entry-content '
        f'wp-block-post-content">{_body(story, frame)}</div><div class="wp-block-comments comments"><h2>'
        f'{len(frame.comments)} responses</h2><ol>{comments}</ol></div><nav class="post-navigation"><a href="/n/">'
        f'{frame.popular[0]}</a></nav><div class="wp-block-query"><h2>More posts</h2><ul>{more}</ul></div></main>'
        f"<footer><p>{frame.footer}</p><p>{frame.advert}</p><p>{frame.views} visits</p></footer></div></body></html>"
    )


def plain(story: Story, frame: Frame) -> str:
    """A hand-made page or a static generator's: an article element, and a navigation of recent posts."""
    return (
        f'<!DOCTYPE html><html lang="{story.lang}"><head><meta charset="utf-8"><title>{escape(story.title)}</title>'
        f'{frame.head}</head><body>{frame.banner}<nav><a href="/">Home</a>'
        f'<a href="/about/?sid={frame.token}">About</a></nav>'
        f"<main><article><header><h1>{story.title}</h1><p><time datetime='{story.day}'>{story.day}</time> by {story.author} "
        f"{frame.meta}</p></header>{_body(story, frame)}</article><aside><h2>Recent</h2><ul>"
        f"{_links(frame.recent, frame.token)}</ul><p>{frame.advert}</p></aside></main><footer><p>{frame.footer}</p>"
        f"<p>{frame.views} visitors since {story.day}</p></footer></body></html>"
    )


def no_markup(story: Story, frame: Frame) -> str:
    """An old page: tables and line breaks, nothing named."""
    text = "<br><br>\n".join(story.paragraphs)
    return (
        f'<html><head><meta charset="utf-8"><title>{escape(story.title)}</title>{frame.head}</head><body>{frame.banner}'
        f"<table><tr><td width=150><ul>{_links(frame.recent, frame.token)}</ul>{frame.advert}</td><td>"
        f"<h1>{story.title}</h1><font size=2>{story.day}, {story.author} {frame.meta}</font><br>{frame.before}{text}"
        f"{story.extra}{frame.after}<hr><small>{frame.footer}, {frame.views} visits</small></td></tr></table></body></html>"
    )


THEMES: tuple[Theme, ...] = (
    blogger_classic, blogger_contempo, wordpress_classic, wordpress_blocks, plain, no_markup,
)  # fmt: skip
