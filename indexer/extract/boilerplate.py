"""What stands inside an article's container without being the article: told by tag, role and class words."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from indexer.extract.markup import Markup, is_larger

_TAGS = frozenset(("nav", "footer", "form", "button", "input", "dialog", "menu", "figcaption"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ROLES = frozenset(
    ("navigation", "complementary", "contentinfo", "search", "dialog", "banner", "menu", "toolbar")
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

# One word or a run of words of a class or id, as themes and plugins name these blocks. Names are matched whole
# (between word borders), for "share" must not hit "shareholder" nor "widget" an Elementor page's every block.
_WORDS = re.compile(
    r"(?<![a-z0-9])(?:"
    r"shar(?:e|es|ing|edaddy|iff)(?:[-_]?(?:buttons?|bar|box|links?|icons?|post|this|wrap(?:per)?|tools?))?|social|"
    r"addtoany|a2a|addthis|ssba|heateor|sociable|jp-relatedposts|jp-post-flair|"
    r"related|relatedposts|yarpp|crp|recommended|recommendations?|read-?next|more-(?:posts|stories|articles)|"
    r"you-may-(?:also-)?like|also-like|popular|popularposts|trending|"
    r"post-navigation|nav-links|post-nav|navigation|pagination|pager|page-links|breadcrumbs?|prev-next|"
    r"author-?(?:box|bio|info|card|about|block|area|profile|description)|about-?(?:the-)?author|"
    r"post-author|entry-author|saboxplugin|abh|byline|"
    r"newsletter|subscribe|subscription|mc4wp|mailchimp|sign-?up|opt-?in|convertkit|formkit|"
    r"comments?|comment-?(?:list|area|form|section|respond|reply)|respond|disqus|fb-comments|"
    r"advert(?:isement|s|ising)?|ads?|adsense|adsbygoogle|sponsored?|promo(?:tion)?|banner|"
    r"entry-(?:meta|footer|utility|tags)|post-(?:meta|footer|tags|info|date|ratings|views|categories)|"
    r"postmetadata|posted-on|tags-links|cat-links|tag-?(?:list|cloud)|post-labels|"
    r"entry-title|post-title|page-title|"
    r"post-?ratings|kk-star-ratings|ratings?|post-views|"
    r"ez-toc|toc|toc-container|lwptoc|table-of-contents|"
    r"screen-reader-text|sr-only|visually-?hidden|assistive-text|"
    r"cookies?|consent|gdpr|popup|modal|overlay|tooltip|"
    r"wp-caption-text|instagram-media|tiktok-embed|fb-post|"
    r"print(?:-?friendly|-only)|noprint|no-print|edit-link|editsection|cta|call-to-action"
    r")(?![a-z0-9])"
)
# Of these the ones that nobody uses for a wrapper of the article: they may go from a page whose body nothing marks.
_SURE = re.compile(
    r"(?<![a-z0-9])(?:newsletter|mc4wp|mailchimp|convertkit|formkit|sign-?up|opt-?in|sharedaddy|shareaholic|addtoany|addthis|"
    r"social-?(?:share|sharing|links|icons|buttons|media)|share-?(?:buttons?|bar|links?|icons?)|jp-relatedposts|yarpp|crp|"
    r"related-?(?:posts|articles|stories|content)|popular-?posts|author-?(?:box|bio|info|card|block|profile|description)|"
    r"saboxplugin|abh|about-?(?:the-)?author|advert(?:isement|s|ising)?|adsense|adsbygoogle|cookie-?(?:banner|bar|consent|law|notice|popup)|consent|gdpr|"
    r"comment-?(?:list|area|form|respond)|comments-area|disqus|breadcrumbs?|pagination|post-navigation)(?![a-z0-9])"
)
MAX_FURNITURE = 3_000
"""Characters in an element from which on it is no furniture, whatever its name."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def is_boilerplate(element: HtmlElement) -> bool:
    """Whether the element, with all that is in it, is furniture: navigation, sharing, related posts, comments."""
    if element.tag in _TAGS or element.get("role") in _ROLES:
        return True
    if element.get("hidden") is not None or ((style := element.get("style")) and _HIDDEN.search(style)):
        return True
    if (value := element.get("class")) and named_as_boilerplate(value):
        return True
    # A heading's id is a slug of its words ("social-media-in-2024"), which say nothing of furniture.
    value = element.get("id") if element.tag not in _HEADINGS else None
    return value is not None and named_as_boilerplate(value)


def drop_furniture(markup: Markup) -> None:
    """Take off the tree, in place, what is surely furniture by its name and by its size."""
    found = [
        element
        for name, elements in markup.classes.items()
        if surely_names_boilerplate(name)
        for element in elements
        if element not in markup.frames
        and element.tag not in _HEADINGS
        and not is_larger(element, MAX_FURNITURE)
    ]
    for element in found:
        if element.getparent() is not None:
            element.drop_tree()


def surely_names_boilerplate(value: str) -> bool:
    """Whether a class attribute names furniture, in words that nobody gives to a wrapper of the article."""
    return _SURE.search(_CAMEL.sub("-", value).lower()) is not None


def named_as_boilerplate(value: str) -> bool:
    """Whether a class or id attribute names furniture."""
    return _WORDS.search(_CAMEL.sub("-", value).lower()) is not None
