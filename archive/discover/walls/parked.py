"""A domain that expired or is for sale: a registrar's or a dealer's page under the blog's address."""

from __future__ import annotations

import re

from archive.discover.walls.glance import Glance
from archive.discover.walls.wall import Wall
from archive.model import WallKind

_WALL = Wall(WallKind.PARKED, "the domain has expired or is for sale")
_FEW = 600
_SHORT = 2_500

_MARKS = re.compile(
    rb"(?:src|href|action|content|url)=?[\"'(:/=]{1,4}[^\"'<>\s]{0,60}(?:sedoparking\.com|parkingcrew\.net"
    rb"|bodis\.com|parklogic\.com|afternic\.com/for-?sale|hugedomains\.com/domain"
    rb"|dan\.com/buy-domain|d38psrni17bvxu\.cloudfront\.net|parkingpage\.namecheap\.com|above\.com/marketplace"
    rb"|skenzo\.com|undeveloped\.com|domainmarket\.com|buydomains\.com"
    rb"|sedo\.com/(?:search/details|checkdomainoffer)|park\.io/|parked-content\.godaddy\.com"
    rb"|uniregistry\.com/buy-domain|dynadot\.com/(?:market|forsale)|sav\.com/domains"
    rb"|porkbun\.com/[^\"']{0,40}parked"
    rb"|epik\.com/domain|atom\.com/name|squadhelp\.com/name|domainnamesales\.com|parking\.reg\.ru"
    rb"|parking\.nic\.ru|fastpark|voodoo\.com|domaincntrol\.com|nameshift\.com|brandbucket\.com/names)"
    rb"|<html[^<>]{0,200}data-adblockkey=|window\.location\.href ?= ?[\"']/lander|window\.park ?="
    rb"|caf_parking|parking-lander|/park\.js\?|ds\.parkingcrew"
)
_WORDS = re.compile(
    r"(?:(?:this|the) )?(?:premium )?(?:domain|domain name|web ?site"
    r"|web address)(?: name)? (?:[a-z0-9-]+(?:\.[a-z0-9-]+){1,3} )?(?:is|may be|could be"
    r"|has been listed) (?:available )?(?:for (?:sale|purchase|lease)|parked)"
    r"|[a-z0-9-]+(?:\.[a-z0-9-]+){1,3} (?:is|may be) (?:for sale|available for (?:sale|purchase)|parked)"
    r"|buy this (?:premium )?domain|(?:this|the|your) domain (?:name )?(?:[a-z0-9.-]+ )?(?:has"
    r"|is) (?:just )?expired"
    r"|(?:domain|site|page) (?:is )?parked (?:free,? )?(?:courtesy of|by|with|at)"
    r"|domain (?:is )?(?:pending renewal or deletion|has been registered)|(?:inquire|get a price"
    r"|make an offer) (?:about|on|for) this domain|parked domain name"
    r"|(?:diese )?domain(?: [a-z0-9.-]+)? (?:steht zum verkauf|zu verkaufen|ist geparkt|ist zu verkaufen"
    r"|kaufen)|(?:ce |le )?(?:nom de )?domaine(?: [a-z0-9.-]+)? (?:est )?(?:à vendre|a expiré|est parké)"
    r"|(?:este )?dominio(?: [a-z0-9.-]+)? (?:está |puede estar )?(?:en venta|a la venta|ha caducado"
    r"|ha expirado|aparcado)|(?:este )?domínio(?: [a-z0-9.-]+)? (?:está |pode estar )?(?:à venda|expirou"
    r"|estacionado)"
    r"|(?:questo )?dominio(?: [a-z0-9.-]+)? (?:è |potrebbe essere )?(?:in vendita|scaduto|parcheggiato)"
    r"|(?:deze )?domeinnaam(?: [a-z0-9.-]+)? (?:is |staat )?(?:te koop|geparkeerd|verlopen)"
    r"|dit domein is te koop"
    r"|(?:ta )?domena(?: [a-z0-9.-]+)? (?:jest )?(?:na sprzedaż|wygasła|zaparkowana)"
    r"|домен(?: [a-z0-9.-]+)? (?:прода[её]тся|выставлен на продажу|припаркован|не продл[её]н)"
    r"|срок регистрации домена[^.]{0,40}ист[её]к"
    r"|(?:域名|網域|网域)(?:[a-z0-9. -]{0,40})?(?:出售|转让|轉讓|已过期|已過期|待售)|此域名"
    r"|(?:この)?ドメイン(?:は|を)?[^。]{0,20}(?:販売|売りに出"
    r"|有効期限|更新期限|取得されています)"
    r"|(?:bu )?alan adı(?: [a-z0-9.-]+)? (?:satılık|satılıktır|süresi dol)|(?:denna "
    r"|den här )?domän(?:en)? (?:är )?till salu|(?:이 )?도메인(?:은|이)? ?(?:판매|만료)"
    r"|tên miền(?: này)?(?: đang)? (?:được )?(?:rao bán|hết hạn)|domain ini (?:dijual|telah kedaluwarsa)"
)


def tell(glance: Glance) -> Wall | None:
    """By the dealer's scripts and links, or by the words of title, heading, or of a page that has few others."""
    if not glance.bare(_FEW):
        return None
    if _MARKS.search(glance.raw):
        return _WALL
    said = any(_WORDS.search(heading) for heading in (glance.title, *glance.headings[:3]))
    if not said and not glance.headings:
        said = len(glance.text) < _SHORT and _WORDS.search(glance.text) is not None
    return _WALL if said else None
