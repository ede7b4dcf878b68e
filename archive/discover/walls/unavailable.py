"""A site that is not there as itself: suspended, a server's default page, an error or a country's block sent as 200."""

from __future__ import annotations

import re

from archive.discover.walls.glance import Glance
from archive.discover.walls.wall import Wall
from archive.model import WallKind

_FEW = 400
_FEW_BY_DEFAULT = 900  # a distribution's default page explains itself at some length
_SHORT = 3_500

_SUSPENDED = re.compile(
    r"(?:this |your |the )?(?:account|hosting account|site|web ?site)(?: [a-z0-9.-]+)? (?:has been |is "
    r"|was )?(?:(?:temporarily |currently )?(?:suspended|disabled|deactivated)|expired)(?: page)?"
    r"|account suspended.*|website expired.*|this site (?:is )?(?:temporarily )?(?:suspended|expired).*"
    r"|bandwidth limit exceeded.*|509 .*|dieser account wurde gesperrt.*|(?:cuenta|conta) (?:suspendida"
    r"|suspensa).*|compte suspendu.*|account sospeso.*|(?:аккаунт|сайт|хостинг) (?:заблокирован|отключ[её]н"
    r"|приостановлен).*|konto zawieszone.*|hesap askıya alındı.*"
)
_DEFAULT = re.compile(
    r"welcome to (?:nginx|caddy|openresty|tengine|openlitespeed|centos|lighttpd|your new (?:site|website"
    r"|server))\b.*|(?:test page for (?:the )?(?:nginx|apache|http).*)|.*(?:apache2?"
    r"|http server) (?:\w+ )?(?:default|test) page.*|it works!?|iis ?(?:windows(?: server)?|\d+).*"
    r"|(?:default (?:web ?site|web|parallels plesk|plesk|server) page.*)|.*default page"
    r"|web server's default page|domain default page|.*index of /.*|site not found(?: · github pages)?"
    r"|there isn't a github pages site here\.?|no such app|heroku \| no such app|not found - request id: .*"
    r"|deployment_not_found|404: not_found|looks like this domain isn't connected to a website yet!?.*"
    r"|(?:this )?domain (?:is )?not (?:connected|configured|claimed|linked).*"
    r"|(?:the )?deployment (?:could not be|cannot be) found.*|website (?:is )?not (?:configured|published"
    r"|connected).*"
    r"|sorry, this shop is currently unavailable\.?|this (?:site|webpage|store) (?:is|has) (?:not yet"
    r"|no) (?:been )?(?:published|configured|available)\.?|(?:future home of something quite cool"
    r"|website coming soon|site coming soon)\.*!?|fastly error: unknown domain.*|nosuchbucket"
    r"|project not found"
)
_ERROR = re.compile(
    r"(?:http )?(?:error )?(?:403|429|500|502|503|504|508|520|521|522|523|524|526|1015|1020)(?:[ :"
    r"|–-]+.{0,60})?|(?:403 )?forbidden|too many requests|(?:you (?:have been|are being) )?rate[- ]limited"
    r"|rate limit(?:ed| exceeded)|(?:bad gateway|service (?:temporarily )?unavailable|gateway time-?out"
    r"|internal server error|resource limit is reached)"
    r"|(?:wordpress › error|database error|error establishing a database connection"
    r"|fehler beim aufbau einer datenbankverbindung|erreur lors de la connexion à la base de données"
    r"|error al establecer una conexión con la base de datos|ошибка (?:установки соединения|подключения) (?:с"
    r"|к) баз(?:ой|е) данных)"
    r"|(?:site |website |we(?:'re| are) )?(?:under|in|down for"
    r"|undergoing) (?:scheduled )?maintenance(?: mode)?|maintenance(?: mode)?"
    r"|briefly unavailable for scheduled maintenance.*|wartungsmodus|wartungsarbeiten|maintenance en cours"
    r"|en mantenimiento|em manutenção|in manutenzione|(?:сайт )?на (?:техническом обслуживании|реконструкции)"
    r"|технические работы|メンテナンス中.*|网站维护中?"
    r"|you are making requests too (?:quickly|fast).*|slow down!?|too many (?:connections|visits|hits).*"
)
_REGION = re.compile(
    r"(?:http )?(?:error )?451(?:[ :|–-]+.{0,60})?|unavailable (?:for|due to) legal reasons|(?:this "
    r"|our )?(?:content|page|site|web ?site|service|article|blog)(?: you requested)? (?:is"
    r"|are) (?:currently )?(?:not available|unavailable|blocked|restricted|not accessible) (?:in|for|from"
    r"|to)(?: users in)? (?:your|most|this) (?:country|region|location|area|european countries)[^.]{0,60}\.?"
    r"|(?:not available|unavailable) in your (?:country|region|location|area)|in your (?:country"
    r"|region) (?:this )?(?:content|site) is (?:not available|unavailable)|diese (?:seite|inhalte) (?:ist"
    r"|sind) in (?:ihrem|deinem) land nicht verfügbar|contenu non disponible dans votre (?:pays|région)"
    r"|(?:contenido|conteúdo) (?:no|não) (?:está )?dispon[ií]ble?(?:l)? en? (?:tu|su|seu) (?:país|región"
    r"|região)|(?:сайт|материал|страница) недоступ(?:ен|на) в вашей (?:стране|регионе)|доступ к (?:ресурсу"
    r"|сайту) ограничен.*|此内容在您所在(?:的)?(?:国家|地区)不可用|お住まいの(?:国|地域)では.*"
)
_TOLD = (
    (_SUSPENDED, "the host has suspended the site"),
    (_DEFAULT, "the server shows its own default page: the site is not set up there"),
    (_REGION, "the site shuts out the country that we come from"),
    (_ERROR, "the site shows an error page in its place"),
)
_CLUTTER = re.compile(r"\s*[|–—·•]\s*|\s-\s")


def tell(glance: Glance) -> Wall | None:
    """By a title or first heading that says nothing else, on a page without an article."""
    if len(glance.text) > _SHORT:
        return None
    first = (glance.title, *_CLUTTER.split(glance.title), *glance.headings[:2])
    if not glance.title and not glance.headings:
        first = (glance.text[:200],)
    for said, reason in _TOLD:
        if any(said.fullmatch(part.strip(" .!")) or said.fullmatch(part) for part in first if part):
            few = _FEW_BY_DEFAULT if said is _DEFAULT else _FEW
            return Wall(WallKind.UNAVAILABLE, reason) if glance.bare(few) else None
    return None
