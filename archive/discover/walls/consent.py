"""“Accept cookies first”: a consent that stands where the page should be, not a banner beside it."""

from __future__ import annotations

import re

from archive.discover.walls.glance import Glance
from archive.discover.walls.wall import Wall
from archive.model import WallKind

_WALL = Wall(WallKind.CONSENT, "the site asks for a consent first")
_SHORT = 4_000
_MARKS = re.compile(
    rb"consent\.(?:google|youtube|yahoo|blogger)\.|guce\.|collectconsent|sp_message_iframe|sp-message"
    rb"|privacy-mgmt\.com|sourcepoint|onetrust|optanon|didomi|quantcast[^<>\"']{0,20}choice|cmp\.quantcast"
    rb"|usercentrics|cookiebot|trustarc|consensu\.org|iubenda|contentpass|cookie-?wall|consent-?wall"
    rb"|consent-?manager|axeptio|klaro|complianz|borlabs|purpose-?wall|truste-consent"
)
_TITLE = re.compile(
    r"before you continue(?: to .*)?|(?:we value your privacy|your privacy (?:is important|choices|matters)"
    r"|privacy (?:consent|choices|preferences|settings)|cookie (?:consent|wall|settings|preferences|policy)"
    r"|cookies? (?:required|must be (?:enabled|accepted))|accept cookies|consent(?: required| form"
    r"| choices)?)(?: to .*)?"
    r"|bevor (?:sie|du) (?:zu .* )?(?:weitergehen|fortfahren|weitergehst).*|(?:wir benötigen )?(?:ihre"
    r"|deine) (?:zustimmung|einwilligung).*|datenschutz(?:einstellungen|-einstellungen)?|cookie-einstellungen"
    r"|zustimmung|einwilligung|avant d'accéder à .*|(?:vos choix|paramètres) (?:de|concernant les?) (?:cookies"
    r"|confidentialité).*|nous respectons votre vie privée"
    r"|antes de (?:ir a|continuar).*|(?:tu|su) privacidad (?:es importante|nos importa).*"
    r"|prima di continuare.*|la (?:tua|vostra) privacy.*|voordat je verdergaat.*|(?:jouw|uw) privacy.*"
    r"|cookie-?(?:toestemming|instellingen)|zanim przejdziesz.*|cenimy (?:twoją|państwa) prywatność"
    r"|прежде чем (?:перейти|продолжить).*|続行する前に|prije nego nastavite"
)
_WORDS = re.compile(
    r"cookie|consent|privac|datenschutz|einwillig|zustimm|confidentialité|consentement|privacidad"
    r"|consentimiento|privacidade|consentimento|consenso|toestemming|prywatnoś|zgod[ay]|согласи|クッキー|同意|隐私"
    r"|samtyck|samtykk|gizlilik|çerez|súhlas|souhlas"
)


def tell(glance: Glance) -> Wall | None:
    """By a title that asks for it, or the mark of a consent platform on a page whose every heading and most of whose
    text is about consent."""
    if len(glance.text) > _SHORT or glance.states_article or glance.named_body:
        return None
    if any(not _WORDS.search(heading) and not _TITLE.fullmatch(heading) for heading in glance.headings[:3]):
        return None
    mentions = len(_WORDS.findall(glance.text))
    if _TITLE.fullmatch(glance.title.strip(" .!")) and mentions:
        return _WALL
    if mentions < 2 or mentions * 250 < len(glance.text):
        return None
    return _WALL if _MARKS.search(glance.raw) else None
