"""What the furniture of an article says, in the languages of our users. Data alone; ``cleaning`` uses it.

Each is a regular expression, matched at the beginning of a line without regard to case. They are phrases of
editors and plugins in general, none of a single site.
"""

LINE_BEGINS = (
    # pointers to other posts
    r"(?:read|see) (?:more|also|next)\b(?:\s?[:：|–—-]|$)",
    r"also read\b",
    r"also on\b.{0,40}[:：]?",
    r"related(?: \w+)?\s?[:：]",
    r"don.t miss\b",
    r"recommended(?: for you)?\s?[:：]",
    r"you (?:may|might) (?:also )?(?:like|enjoy)",
    r"more (?:from|on) (?:this|the) ",
    r"(?:lesen|lies) (?:sie )?(?:auch|mehr|dazu)\b",
    r"mehr zum thema|auch interessant|das könnte (?:sie|dich)|vorschau auf den nächsten",
    r"(?:lire|à lire) (?:aussi|également)",
    r"(?:lea|leer|lee) (?:también|además|más)\b|te puede interesar",
    r"leggi anche|potrebbe interessarti",
    r"leia (?:também|mais)|veja também",
    r"lees ook",
    r"czytaj (?:też|także|więcej)|zobacz (?:też|także)",
    r"читайте также|смотрите также",
    r"اقرأ أيضا|اقرأ أيضًا",
    r"延伸閱讀|相关阅读|相關文章|関連記事|あわせて読みたい|관련 기사",
    # subscribing, following, sharing, printing
    r"(?:click|tap) here to (?:subscribe|read|sign)",
    r"sign up (?:for|to) (?:our|the|receive|get)",
    r"subscribe (?:to|now|for)\b|abonnez-vous|suscríbete|подписывайтесь",
    r"get (?:access|the latest|our) .{0,60}(?:newsletter|inbox|subscription)",
    r"get the .{0,60}(?:daily edition|newsletter|by email)",
    r"join our (?:newsletter|mailing|whatsapp|telegram)",
    r"(?:for|get) (?:the|all the|more) latest .{0,80}(?:apps?|inbox|newsletter|updates)\b",
    r"download (?:the|our) .{0,60}\bapps?\b",
    r"zum newsletter|newsletter (?:abonnieren|bestellen)",
    r"follow (?:us|me|\w+) on ",
    r"like (?:us|this story)\b",
    r"share (?:this|on|it|via)(?: \w+)?\W*$|teilen\s?[:：]",
    r"tweet this|click to tweet|print this|email this",
    r"(?:print|jump to|pin) recipe\b",
    r"follow (?:the )?[\w@’' ]{1,40} on (?:twitter|facebook|instagram|x|youtube|linkedin)\b",
    r"subscribe\W*$|text size\W*$|explore further\W*$|more\s?[:：]\W*$",
    # where it came from, how long it takes
    r"(?:source|quelle|fuente|fonte|källa|bron|źródło|источник)\s?[:：]",
    r"\(?(?:photo|image|picture|foto|bild|fotos|crédit photo|фото)(?: credits?| by|nachweis|quelle)?\s?[:：]",
    r"\(?(?:photo )?credits?\s?[:：]|getty images\W*$",
    r"(?:estimated )?(?:reading time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo de leitura|tempo di lettura|"
    r"leestijd|czas czytania|время чтения|lästid)\b.{0,30}\d",
    r"\d+[- ]min(?:ute)?s?\.? (?:read|lesezeit|de lecture|de lectura|de leitura|di lettura)\W*$",
    r"(?:zuletzt aktualisiert|letzte aktualisierung|last updated)\b.{0,12}\d",
    r"also\s?[:：] |write to [\w. ]{3,40} at \S+@",
    r"listen to .{3,40} live\b",
    # comments and letters
    r"(?:view|show|read|leave|post|add) (?:all )?(?:a |\d+ )?comments?\b",
    r"comments? (?:are closed|off)",
    r"we want to hear (?:what|from)|submit (?:your|a) letter",
    r"if you enjoyed (?:this|reading)|gefällt (?:dir|ihnen|euch) .{0,60}\?",
    r"thank you for (?:subscribing|signing)|an error has occurred",
    r"sie sind (?:aktuell |derzeit )?nicht (?:eingeloggt|angemeldet)",
    # advertising and rights
    r"advertisement|advertorial|sponsored",
    r"this (?:post|article|page) (?:may )?contains? (?:affiliate|references)",
    r"this (?:post|article) was sponsored",
    r"\*?\s?(?:werbung|anzeige)\b",
    r"dieser (?:beitrag|artikel|post) enthält (?:werbung|affiliate)",
    r"bei den (?:verlinkungen|links) handelt",
    r"copyright\b|all rights reserved|©",
)
"""Beginnings of short lines that are no part of the article."""

TAIL_HEADINGS = (
    r"about the authors?|author bio",
    r"related (?:posts?|articles?|stories|reading|content|news|topics)",
    r"you (?:may|might) (?:also )?(?:like|enjoy|be interested in)",
    r"(?:most|recommended|must) (?:read|watched|viewed|popular)\b.{0,40}",
    r"more (?:great|good) .{1,30}(?:stories|posts|articles|reads)",
    r"more (?:from|by|stories|posts|articles|like this)\b.{0,40}",
    r"(?:recent|latest|popular|similar|trending|featured) (?:posts?|articles?|stories|news|resources)",
    r"recommended (?:for you|reading)",
    r"leave a (?:reply|comment)|(?:\d+ )?comments|join the (?:conversation|discussion)",
    r"share this(?: (?:post|article|story|page|entry|on))?|like it\? pin it.{0,10}",
    r"über (?:den|die) autor(?:in|en)?|kommentare?|schreibe einen kommentar",
    r"(?:ähnliche|verwandte|weitere) (?:beiträge|artikel)|das könnte (?:dich|sie|ihnen) auch .{0,30}",
    r"articles (?:similaires|liés)|à propos de l.auteur",
    r"entradas relacionadas|artículos relacionados|sobre el autor",
    r"articoli correlati|sull.autore",
    r"(?:posts|artigos) relacionados|sobre o autor|você (?:também )?pode gostar|veja também|leia também",
    r"te puede interesar|también te puede (?:gustar|interesar)|ti potrebbe (?:anche )?(?:piacere|interessare)",
    r"vous aimerez aussi|à lire (?:aussi|ensuite)|lees ook|może cię zainteresować|zobacz także|"
    r"вам может понравиться|читайте также|你可能也喜欢|您可能感兴趣|こちらもおすすめ|おすすめ記事",
    r"gerelateerde (?:artikelen|berichten)",
    r"powiązane (?:artykuły|wpisy)",
    r"похожие (?:записи|статьи)|об авторе",
    r"相关文章|相關文章|関連記事",
)
"""Headings, as whole lines, after which nothing of the article follows."""
