"""Hosts and addresses that are no articles: accounts on networks, share buttons, services, files."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

_NETWORKS: dict[str, str] = {
    # host (without www.) → the paths that are accounts on it
    "twitter.com": r"/(?:@|#!/)?\w{1,15}/?",
    "x.com": r"/@?\w{1,15}/?",
    "facebook.com": r"/(?:profile\.php|(?:pages|people|groups)/.+|[\w.\-]+/?)",
    "fb.com": r"/[\w.\-]+/?",
    "fb.me": r"/[\w.\-]+/?",
    "instagram.com": r"/[\w.]+/?",
    "threads.net": r"/@[\w.]+/?",
    "threads.com": r"/@[\w.]+/?",
    "bsky.app": r"/profile/[^/]+/?",
    "linkedin.com": r"/(?:in|company|school|pub)/.+",
    "youtube.com": r"/(?:@[^/]+|(?:c|user|channel)/[^/]+)(?:/.*)?",
    "tiktok.com": r"/@[^/]+/?",
    "pinterest.com": r"/[\w.\-]+(?:/[\w.\-]+)?/?",
    "flickr.com": r"/(?:photos|people)/[^/]+/?",
    "vk.com": r"/[\w.]+/?",
    "ok.ru": r"/[\w./]+",
    "weibo.com": r"/[\w/]+",
    "reddit.com": r"/(?:r|u|user)/[^/]+/?",
    "t.me": r"/[\w+]+/?",
    "telegram.me": r"/[\w+]+/?",
    "wa.me": r"/\d+/?",
    "soundcloud.com": r"/[^/]+/?",
    "vimeo.com": r"/[A-Za-z][^/]*/?",
    "twitch.tv": r"/[^/]+/?",
    "github.com": r"/[\w\-]+/?",
    "gitlab.com": r"/[\w.\-]+/?",
    "discord.gg": r"/.+",
    "goodreads.com": r"/user/.+",
    "patreon.com": r"/[^/]+/?",
    "ko-fi.com": r"/[^/]+/?",
    "plus.google.com": r"/(?:u/\d/)?(?:\d+|\+[^/]+)(?:/.*)?",
}
_OPEN = frozenset({"github.com", "gitlab.com"})
"""Networks whose pages are documents too: accounts are recorded, the rest may be crawled."""

_FEDIVERSE = re.compile(r"/@[\w.\-]+(?:@[\w.\-]+)?/?")
_SHARE = re.compile(
    r"//(?:www\.|m\.)?(?:"
    r"(?:twitter|x)\.com/(?:intent|share|home\?status)|facebook\.com/(?:sharer|share\.php|dialog)"
    r"|pinterest\.\w+/pin/create|linkedin\.com/(?:shareArticle|sharing)|reddit\.com/submit|tumblr\.com/(?:share|widgets)"
    r"|plus\.google\.com/share|t(?:elegram)?\.me/share|(?:api\.)?whatsapp\.com/|wa\.me/\?|vk\.com/share"
    r"|addtoany\.com|addthis\.com|sharethis\.com|getpocket\.com/(?:save|edit)|digg\.com/submit|delicious\.com/(?:save|post)"
    r"|stumbleupon\.com/submit|news\.ycombinator\.com/submit|instapaper\.com/|buffer\.com/add|bufferapp\.com/"
    r"|service\.weibo\.com/share|line\.me/R/|lineit\.line\.me/|b\.hatena\.ne\.jp/(?:add|entry)|connect\.ok\.ru/|threads\.net/intent"
    r"|bsky\.app/intent)",
    re.I,
)
_SERVICES = frozenset({
    "blogger.com", "draft.blogger.com", "accounts.google.com", "support.google.com", "policies.google.com", "google.com",
    "translate.google.com", "maps.google.com", "wordpress.org", "wordpress.com", "gravatar.com", "en.gravatar.com",
    "creativecommons.org", "feedburner.google.com", "feeds.feedburner.com", "feedburner.com", "feeds2.feedburner.com",
    "addthis.com", "disqus.com", "akismet.com", "jetpack.com", "automattic.com", "validator.w3.org", "jigsaw.w3.org",
    "bloglovin.com", "gooyaabitemplates.com", "templateism.com", "themexpose.com", "soratemplates.com", "btemplates.com",
    "templateify.com", "templateclue.com", "linkwithin.com", "copyscape.com",
    "networkedblogs.com", "feedly.com", "netvibes.com", "add.my.yahoo.com", "paypal.com",
    "statcounter.com", "sitemeter.com", "amazon.com", "amzn.to", "adservice.google.com", "doubleclick.net",
    "pagead2.googlesyndication.com", "blogblog.com", "resources.blogblog.com", "blogger.googleusercontent.com",
})  # fmt: skip
_FILE = re.compile(
    r"\.(?:pdf|zip|rar|7z|gz|tgz|bz2|xz|tar|exe|msi|dmg|apk|iso|deb|rpm|docx?|xlsx?|pptx?|od[tsp]|epub|mobi|mp3|m4a|ogg"
    r"|oga|wav|flac|aac|mp4|m4v|mov|avi|mkv|webm|wmv|flv|ics|vcf|torrent|jar|csv|css|js|json|xml|rss|atom|woff2?|ttf)$",
    re.I,
)
_ALL_POSTS = re.compile(
    r"(?:/[^/]+)?/(?:archives?|archiv|archivos?|arquivos?|archivio|archief|arkiv|arkisto|arxiu|all|all-posts|posts|blog"
    r"|articles|writings?|journal|notes|essays|stories|index|sitemap)(?:\.html?|\.php)?/?",
    re.I,
)
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico|tiff?|heic)$", re.I)
_IMAGE_HOST = re.compile(
    r"(?:\d\.bp\.blogspot\.com|(?:blogger|lh\d)\.googleusercontent\.com|i\d\.wp\.com|pbs\.twimg\.com)"
)


def network(url: str) -> bool:
    """Whether a URL is on a social network: recorded where it matters, never crawled."""
    return _host(url) in _NETWORKS and _host(url) not in _OPEN


def account(url: str) -> bool:
    """Whether a URL is an account on a social network (the fediverse's too, by the shape ``/@name``)."""
    path = urlsplit(url).path
    pattern = _NETWORKS.get(_host(url))
    if pattern is not None:
        return path != "/" and re.fullmatch(pattern, path, re.I) is not None and not share(url)
    return _FEDIVERSE.fullmatch(path) is not None and _host(url) != "medium.com"


def share(url: str) -> bool:
    """Whether a URL is a share button's."""
    return _SHARE.search(url) is not None


def service(url: str) -> bool:
    """Whether a URL is of a service that blogs link to from their frame, and that is no site to follow."""
    return _host(url) in _SERVICES


def profile(url: str) -> bool:
    """Whether a URL is a Blogger profile: the author's own page, where other blogs of theirs are listed."""
    return _host(url) == "blogger.com" and urlsplit(url).path.startswith("/profile/")


def image(url: str) -> bool:
    """Whether a URL leads to an image, by its name or host."""
    parts = urlsplit(url)
    return _IMAGE.search(parts.path) is not None or _IMAGE_HOST.fullmatch(parts.hostname or "") is not None


def file(url: str) -> bool:
    """Whether a URL leads to a file that is no page, by its name."""
    return _FILE.search(urlsplit(url).path) is not None or image(url)


def home(url: str) -> bool:
    """Whether a URL is a host's root."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def all_posts(path: str) -> bool:
    """Whether a path is named as pages that list all posts are."""
    return _ALL_POSTS.fullmatch(path) is not None


@lru_cache(maxsize=4096)  # asked five times of each link
def _host(url: str) -> str:
    name = urlsplit(url).hostname or ""
    for prefix in ("www.", "m.", "mobile."):
        name = name.removeprefix(prefix)
    return "pinterest.com" if name.startswith("pinterest.") else name
