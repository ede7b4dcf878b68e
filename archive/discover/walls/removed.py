"""“This blog was removed”: the host's own words about the whole blog."""

from __future__ import annotations

import re

from archive import uri
from archive.discover.walls.glance import Glance
from archive.discover.walls.wall import Wall
from archive.model import WallKind

_WALL = Wall(WallKind.REMOVED, "the blog has been removed")
_FEW = 600
_SHORT = 1_500
_HELP = re.compile(
    rb"(?:support\.google\.com/blogger|blogger\.com/(?:go|home|switch-profile|about)|help\.blogger\.com)"
)
_WORDS = re.compile(
    r"sorry,? the blog (?:at .{1,200}? (?:has been removed|is not available)|you were looking for (?:does not"
    r"|doesn't) exist)|(?:the|this) blog has been removed\b|the authors have deleted this (?:site|blog)"
    r"|(?:this (?:blog|site)|[a-z0-9-]+\.wordpress\.com) (?:has been (?:archived or )?(?:suspended|deleted"
    r"|removed)|is no longer available|doesn't exist|does not exist)"
    r"|(?:blog|site) (?:has been (?:archived or )?suspended|has been deleted|was deleted) (?:for|because|by"
    r"|due)|whatever you were looking for doesn't currently exist at this address|this tumblr (?:may contain"
    r"|has been|is) (?:terminated|deactivated)"
    r"|(?:the|this) (?:publication|user|account)(?: you(?:'re| are) looking for)? (?:has been (?:deleted"
    r"|deactivated|removed)|no longer exists)|user deactivated or deleted their account"
    r"|(?:der|dieser) blog (?:unter|auf|mit)?.{0,120}?(?:wurde (?:leider )?(?:entfernt|gelöscht)"
    r"|existiert nicht(?: mehr)?)|(?:le|ce) blog .{0,120}?(?:a été (?:supprimé|retiré)|n'existe (?:pas|plus))"
    r"|(?:se ha (?:eliminado|suprimido)|ha sido eliminado) el blog|(?:el|este) blog .{0,120}?(?:ha sido|fue"
    r"|se ha) (?:eliminado|suprimido|borrado)|o blog .{0,120}?(?:foi (?:removido|excluído|eliminado)"
    r"|não existe)"
    r"|il blog .{0,120}?(?:è stato (?:rimosso|eliminato)|non esiste)|(?:het|de|deze) (?:blog"
    r"|weblog) .{0,120}?is verwijderd|blog .{0,120}?został usunięty|(?:блог"
    r"|журнал) .{0,120}?(?:был )?удал[её]н"
    r"|.{0,120}(?:adresindeki|adlı) blog kaldırıld?ı?|blog .{0,120}?(?:telah dihapus|sudah dihapus)"
    r"|.{0,120}(?:ブログは削除され|このブログは(?:削除|存在しません))|.{0,120}(?:博客|網誌|部落格|网志)(?:已被?(?:删除|刪除|移除)|不存在)"
    r"|.{0,120}블로그(?:가|는) ?(?:삭제|존재하지)|تم (?:إزالة|حذف) المدونة|blogg(?:en)? .{0,120}?har tagits bort"
    r"|blog .{0,120}?đã bị (?:xóa|xoá)|(?:сообщество|пользователь) удал(?:ено|ён|ен)"
)


def tell(glance: Glance) -> Wall | None:
    """By the words of hosts, or by the shape that Blogger's message has in every language: the blog's own address, the
    way to Blogger's help, and nothing else."""
    if len(glance.text) > _SHORT:
        return None
    said = any(_WORDS.search(heading) for heading in (glance.title, *glance.headings[:3]))
    if not said and not _has_topic(glance):
        said = _WORDS.search(glance.text) is not None
    return _WALL if (said or _blogger(glance)) and glance.bare(_FEW) else None


def _has_topic(glance: Glance) -> bool:
    """Whether a heading of its own says what the page is about: then the words in its text are an author's."""
    return any("blog" not in heading for heading in glance.headings)


def _blogger(glance: Glance) -> bool:
    return (
        uri.host(glance.page.url) in glance.text
        and _HELP.search(glance.raw) is not None
        and len(glance.text) < 700
    )
