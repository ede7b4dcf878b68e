"""What counters, clocks and stamps say, in the languages of our users. Data alone; ``furniture`` uses it."""

COUNTED = frozenset(
    word
    for line in (
        # English
        "views view pageviews pageview hits hit visits visit visitors visitor reads reader readers comments comment",
        "replies reply shares share shared likes like liked retweets retweet tweets tweet pins pin claps clap",
        "reactions reaction votes",
        "downloads download followers follower subscribers subscriber bookmarks bookmark upvotes online trackbacks",
        "trackback pingbacks pingback responses response",
        # German
        "aufrufe aufruf seitenaufrufe seitenaufruf zugriffe besucher besuche leser kommentare kommentar antworten geteilt",
        "teilen stimmen abonnenten klicks",
        # French, Spanish, Portuguese, Italian
        "vues vue visites visiteurs lectures commentaires commentaire partages partage réponses abonnés j'aime",
        "visitas visita vistas lecturas comentarios comentario compartidos compartido compartir respuestas seguidores",
        "visualizações visualização leituras comentários comentário compartilhamentos partilhas curtidas seguidores",
        "visualizzazioni visite letture commenti commento condivisioni condivisione",
        # Dutch, Scandinavian, Finnish
        "weergaven bezoekers reacties reactie gedeeld visningar visninger visning besökare kommentarer",
        "delningar delinger besøkende katselukertaa kommenttia jakoa",
        # Polish, Czech, Russian, Ukrainian, Turkish, Hungarian
        "wyświetleń wyświetlenia odsłon odsłony komentarzy komentarze komentarz udostępnień polubień zobrazení komentářů",
        "komentáře просмотров просмотра просмотры просмотр комментариев комментария комментарии комментарий репостов лайков",
        "посетителей прочтений переглядів перегляди перегляд коментарів коментарі коментар поширень görüntüleme okunma",
        "yorum yorumlar paylaşım beğeni ziyaretçi megtekintés hozzászólás megosztás",
        # Arabic, Persian, Hebrew
        "مشاهدة مشاهدات تعليق تعليقات مشاركة مشاركات إعجاب زيارة زائر بازدید دیدگاه نظر צפיות תגובות שיתופים",
    )
    for word in line.split()
)
"""Nouns of what is counted; also the words of buttons whose count stands beside them."""

COUNTED_WITH_NUMBER = frozenset(
    word
    for line in (
        "read viewed visited seen shared gelesen angesehen aufgerufen lu vu leído leída vista lido visto letto bekeken",
        "gelezen lästs läst lest czytany прочитано прочитана okundu",
        "facebook twitter pinterest whatsapp linkedin reddit tumblr telegram flipboard pocket mastodon bluesky xing",
    )
    for word in line.split()
)
"""Participles and networks that count something only where a number stands with them."""

FILLERS = frozenset(
    word
    for line in (
        "this post article page story blog has have been is are so far in total all time times by on",
        "of the you your people person number no yet now today currently right here and count average rating vote out",
        "counter x email e-mail mail print copy link via threads instagram k m",
        "dieser dieses diese beitrag artikel wurde wird mal bisher insgesamt gerade keine kein noch auf",
        "von das die der sind ist jetzt aktuell heute",
        "cet article a été fois cette page aucun pas de encore sur en ligne total",
        "este artículo esta entrada ha sido veces sin aún en total hoy línea",
        "este artigo foi vezes nenhum sem",
        "questo articolo è stato volte nessun ancora",
        "dit bericht is keer geen",
        "har gånger inga ännu ganger ingen ennå",
        "ten wpis był razy brak liczba",
        "это статья запись раз нет пока всего сейчас онлайн количество сторінку разів немає",
        "bu yazı kez toplam henüz yok",
        "عدد مرة لا توجد حتى الآن من על ידי אין עדיין",
    )
    for word in line.split()
)
"""What stands around a count without making it a sentence."""

UNITS = (
    r"(?:s|sec|second|min|minute|hr|hour|h|d|day|wk|week|w|mo|month|yr|year|y)s?\.?|"
    r"(?:sekunde|minute|stunde|std|tag|woche|monat|jahr)(?:en|e|n|s)?\.?|"
    r"(?:seconde|heure|jour|semaine|moi|an|année)s?|(?:segundo|minuto|hora|día|dia|semana|mese?|año|ano)s?|"
    r"second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|mês|meses|"
    r"(?:seconden?|minuten|minuut|uur|uren|dag|dagen|weken|week|maand|maanden|jaar|jaren)|"
    r"(?:sekunder?|minut(?:er|ter|t)?|timm(?:e|ar)|timer?|dag(?:ar|er)?|dage|veck(?:a|or)|uker?|uger?|månad(?:er)?|måned(?:er)?|år)|"
    r"(?:sekund[ya]?|minut[ya]?|godzin[ya]?|dni|dzień|tygodn\w+|miesi\w+|lata?|rok)|"
    r"(?:секунд|минут|час|дн|день|недел|месяц|год|лет|хвилин|годин|тиж|місяц|рок)\w*|"
    r"(?:saniye|dakika|saat|gün|hafta|ay|yıl)"
)
"""Units of time, as they stand after a number."""

AGO = (
    r"(?:about |over |almost |less than )?# ?(?:@) ago",
    r"vor (?:etwa |ca\. )?# (?:@)",
    r"il y a (?:environ )?# (?:@)",
    r"hace (?:unos |unas )?# (?:@)",
    r"há (?:cerca de )?# (?:@)",
    r"# (?:@) (?:fa|atrás|geleden|siden|sedan|sitten|temu|назад|тому(?: назад)?|önce|ezelőtt)",
    r"(?:för|for) # (?:@) (?:sedan|siden)",
    r"před # \w+",
    r"(?:منذ|قبل) #? ?\w+",
    r"# \w+ پیش",
    r"לפני #? ?\w+",
    r"# ?(?:秒|分|分钟|分鐘|小时|小時|時間|天|日|周|週間|个月|個月|か月|ヶ月|年) ?(?:前|以前|之前)",
    r"# ?(?:초|분|시간|일|주|개월|년) 전",
)
"""How long ago, by language: ``#`` is a number, ``@`` a unit."""

NOW = (
    r"just now|moments? ago|a moment ago|gerade eben|à l.instant|ahora mismo|agora mesmo|proprio ora|zojuist|"
    r"przed chwilą|только что|щойно|az önce|たった今|刚刚|剛剛|방금"
)
"""The same without a number."""

DAYS = (
    r"yesterday|today|gestern|heute|hier|aujourd.hui|ayer|hoy|ontem|hoje|ieri|oggi|gisteren|vandaag|igår|idag|i går|i dag|"
    r"wczoraj|dzisiaj|вчера|сегодня|вчора|сьогодні|dün|bugün"
)
"""Days by their distance: a clock's only behind what introduces one, for a heading may be called so."""

STAMPS = (
    r"(?:last |first )?(?:posted|published|updated|modified|edited|written|added|seen|active)(?: by| on| at)?|"
    r"(?:zuletzt )?(?:veröffentlicht|aktualisiert|geändert|geschrieben|gepostet)(?: von| am)?|"
    r"(?:publié|mis à jour|écrit|posté)e?(?: par| le)?|(?:publicado|actualizado|escrito|atualizado)(?: por| el| em)?|"
    r"(?:pubblicato|aggiornato|scritto)(?: da| il)?|(?:geplaatst|bijgewerkt|geschreven)(?: door| op)?|"
    r"(?:opublikowano|zaktualizowano|napisał\w?)|(?:опубликовано|обновлено|написал\w?|оновлено)|"
    r"(?:publicerad|uppdaterad|publisert|oppdatert|skrevet|skriven)(?: av)?|yayınlandı|güncellendi|by|von|par|por|da|door|av"
)
"""What introduces a time that a machine keeps."""

TOKENS = (
    r"session|request|trace|ray|correlation|csrf|nonce|token|visitor|cache(?: key)?|page generated|server|node|build|"
    r"sitzung|anfrage|sesión|sessione|sesja|сессия"
)
"""What introduces an identifier that is another one at each visit."""
