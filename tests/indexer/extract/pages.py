"""Made-up pages in the shapes of the platforms, small enough to be read in a test."""

from __future__ import annotations

PARAGRAPH = (
    "The ferry leaves the northern quay at seven, when the fog still lies on the water and the gulls have not yet "
    "found the fish market. We stood at the rail and counted the lamps along the shore, one for each house. "
)
SECOND = (
    "On the second day the wind turned, and the captain told us about the winter of the great ice, when people "
    "walked from island to island and the post came on a sledge. Nobody had seen such a winter since. "
)

CLASSIC_BLOGGER = f"""<html><head><title>Harbour Notes: The northern ferry</title>
<meta content='blogger' name='generator'/><meta property='og:title' content='The northern ferry'/>
<link href='https://harbour.example/2024/03/the-northern-ferry.html' rel='canonical'/></head><body>
<div class='main'><div class='widget Blog' id='Blog1'><div class='post hentry'>
<h3 class='post-title entry-title'>The northern ferry</h3>
<div class='post-body entry-content' id='post-body-11'><p>{PARAGRAPH}</p><ul><li>one lamp</li><li>two lamps</li></ul>
<pre>depart  07:00
arrive  09:30</pre><p>{SECOND}</p></div>
<div class='post-footer'><span class='post-author vcard'>Posted by <span class='fn'>Marit Sund</span></span>
<abbr class='published' title='2024-03-31T23:30:00-07:00'>11:30 PM</abbr>
<span class='post-labels'><a href='/search/label/Sea' rel='tag'>Sea</a>,
<a href='/search/label/Ferries' rel='tag'>Ferries</a></span>
</div></div><div class='comments' id='comments'><p class='comment-body'>First! Lovely ferry.</p></div></div></div>
<div class='sidebar'><div class='widget PopularPosts'><ul><li><div class='item-title'><a href='/x.html'>Old lamp posts
of the town</a></div></li></ul></div></div></body></html>"""

CONTEMPO_BLOGGER = f"""<html lang='en'><head><title>The northern ferry</title><meta content='blogger' name='generator'/>
<link href='https://harbour.example/2024/03/the-northern-ferry.html' rel='canonical'/></head><body class='item-view'>
<main id='main'><div class='widget Blog' data-version='2' id='Blog1'><article class='post-outer-container'>
<div class='post'><script type='application/ld+json'>{{"@context":"http://schema.org","@type":"BlogPosting",
"headline":"The northern ferry","datePublished":"2024-03-31T23:30:00-07:00","author":{{"@type":"Person",
"name":"Marit Sund"}}}}</script><h3 class='post-title entry-title'>The northern ferry</h3>
<div class='post-share-buttons'><ul><li>Get link</li><li>Facebook</li></ul></div>
<time class='published' datetime='2024-03-31T23:30:00-07:00'>March 31, 2024</time>
<div class='post-body entry-content float-container' id='post-body-11'><p>{PARAGRAPH}</p><p>{SECOND}</p></div></div>
<section class='comments' id='comments'><p class='comment-content'>First! Lovely ferry.</p></section></article></div>
<div class='widget PopularPosts' data-version='2' id='PopularPosts1'><h3 class='title'>Popular posts from this blog</h3>
<article class='post'><h3 class='post-title'><a href='/2023/01/lamps.html'>Old lamp posts of the town</a></h3>
<time class='published' datetime='2023-01-08T22:10:00-07:00'>January 8, 2023</time>
<div class='popular-posts-snippet'>Snippet of a sibling post about lamps.</div></article></div></main></body></html>"""

WORDPRESS = f"""<html lang="en-US"><head><title>Winter of the great ice - Harbour Notes</title>
<meta property="og:site_name" content="Harbour Notes">
<meta property="og:title" content="Winter of the great ice | Harbour Notes">
<meta property="article:published_time" content="2024-02-10T04:15:00+00:00">
<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ines Moreau">
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"Article",
"headline":"Winter of the great ice","author":{{"name":"inesm","@id":"#/schema/person/1"}},
"datePublished":"2024-02-10T04:15:00+00:00"}},{{"@type":"Person","@id":"#/schema/person/1","name":"Ines Moreau"}},
{{"@type":"WebSite","name":"Harbour Notes"}}]}}</script></head><body class="single">
<header><h1 class="site-title"><a href="https://notes.example/">Harbour Notes</a></h1></header>
<article class="post"><h1 class="entry-title">Winter of the great ice</h1>
<div class="entry-meta">by <a href="https://notes.example/author/inesm/" rel="author">Ines Moreau</a></div>
<div class="entry-content"><p>{SECOND}</p><p>{PARAGRAPH}</p><h2 id="social-life-on-the-ice">Social life on the ice</h2>
<p>{SECOND}</p><p>Read more: Old lamp posts of the town</p>
<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li>Facebook</li></ul></div>
<div class="yarpp-related"><h3>Related posts</h3><ol><li><a rel="bookmark" href="/a">Old lamp posts</a></li></ol></div>
</div></article><div id="comments"><p>First! Lovely ice.</p></div></body></html>"""

BARE = f"""<html><head><title>Two days on the water</title></head><body><div><div>
<h1>Two days on the water</h1><p>by Ada Lind on 5 May 2021</p>
<p>{PARAGRAPH}</p><p>{SECOND}</p><p>{PARAGRAPH}</p></div></div></body></html>"""
