"""How sites say “not found” in the languages that most blogs are written in, as patterns over folded text."""

from __future__ import annotations

import re

NUMBER = (
    r"(?:(?:http )?(?:error|fehler|erreur|errore|erro|fout|fel|błąd|hiba|chyba|eroare|fejl|feil|virhe|ошибка"
    r"|помилка|σφάλμα|hata|lỗi|kesalahan|ralat|エラー|错误|錯誤|오류|خطأ|خطای|שגיאה)[ :]*)?404(?: ?(?:error|fehler|エラー"
    r"|오류|错误|錯誤|not found))?"
)

_ENGLISH = (
    r"(?:(?:oops|uh[- ]oh|sorry|whoops|hmm+|ooops)[ !,.:;…-]*)?(?:(?:we )?(?:can't|cannot|couldn't"
    r"|could not) find (?:the|that|this|your) "
    r"(?:page|post|article|file|story|url)|(?:nothing|not|no (?:page|post|posts|article)) found"
    r"|(?:(?:the|this|that|your|requested) ){0,2}(?:web ?)?(?:page|post|file|article|url|content|story"
    r"|document|entry|resource)"
    r"(?: (?:that )?(?:you(?:'re| are| were)?) (?:looking for|requested|trying to (?:view|reach)"
    r"|tried to (?:view|reach)))?(?: (?:on|in) this (?:site|blog))?"
    r" (?:(?:was|is|were|could|can|has|does|do|doesn't|isn't|can't|wasn't"
    r"|hasn't)(?: ?not)? ?(?:be )?(?:been )?)?"
    r"(?:not found|not exist|found|exist|unavailable|not available|available|missing|no longer (?:here|exists?"
    r"|available)|no longer exists?"
    r"|removed|deleted|gone))"
)
_PATTERNS = (
    _ENGLISH,
    # Spanish, Portuguese
    (
        r"(?:¡?(?:ups|vaya|lo sentimos)[!,. ]*)?(?:la |esta )?(?:página|pagina|entrada"
        r"|publicación)(?: que (?:buscas|busca|está buscando))? (?:no (?:encontrada|existe|disponible)"
        r"|no (?:se|ha sido|fue|pudo)[^.]{0,20}(?:encontr\w+|existe))|no (?:se (?:ha )?encontr\w+"
        r"|encontramos) (?:la|esa|esta|ninguna) página|no encontrad[oa]"
    ),
    (
        r"(?:a |esta )?(?:página|pagina|postagem)(?: que (?:você )?(?:procura"
        r"|está procurando))? (?:não (?:foi )?(?:encontrada|existe(?: mais)?|disponível|localizada)"
        r"|inexistente)|não encontrad[oa]|nada encontrado"
    ),
    # French, Italian, Romanian
    (
        r"(?:oups[ !,.:]*)?(?:la |cette |l')?(?:page|article)(?: (?:que vous (?:recherchez|cherchez)"
        r"|demandée?))? (?:(?:est )?introuvable|non trouvée?|inexistante?|n'existe (?:pas|plus)|(?:n'a pas été"
        r"|n'a pu être) trouvée)|(?:page )?introuvable|aucun résultat"
    ),
    (
        r"(?:la |questa )?pagina(?: (?:che (?:stai cercando|cerchi)|richiesta))? (?:non (?:trovata"
        r"|esiste(?: più)?|disponibile|è stata trovata)|inesistente)|non trovat[oa]"
    ),
    r"pagina (?:nu (?:a fost găsită|există|este disponibilă)|negăsită|inexistentă|căutată nu există)",
    # German, Dutch, the Nordic languages
    (
        r"(?:hoppla[ !,.:]*)?(?:die |diese |der )?(?:(?:angeforderte|gesuchte|gewünschte) )?(?:seite|beitrag"
        r"|artikel)(?:, die (?:sie|du) (?:suchen|suchst),)? (?:(?:wurde |konnte "
        r"|ist )?(?:leider )?nicht (?:gefunden(?: werden)?|vorhanden|verfügbar)"
        r"|existiert (?:leider )?nicht(?: mehr)?)|nicht gefunden|nichts gefunden"
    ),
    (
        r"(?:de |deze )?(?:opgevraagde )?pagina (?:(?:is |werd |kon )?niet (?:gevonden(?: worden)?"
        r"|beschikbaar)|bestaat niet(?: meer)?)|niet gevonden|niets gevonden"
    ),
    (
        r"(?:sidan|sidan du söker|inlägget) (?:kunde inte hittas|hittades inte|finns inte(?: längre)?|saknas)"
        r"|hittades inte"
    ),
    (
        r"(?:siden|innlegget|indlægget)(?: du (?:leder efter|leter etter|ser etter))? (?:(?:blev |ble "
        r"|kunne )?(?:ikke|ikkje) (?:fundet|funnet|findes|blive fundet)|(?:findes|finnes"
        r"|eksisterer) ikke(?: længere| lenger)?)"
    ),
    r"(?:etsimääsi )?sivua ei (?:löydy|löytynyt|ole olemassa)|ei löytynyt",
    # Polish, Czech, Slovak, Hungarian, Russian, Ukrainian, Bulgarian, Greek
    (
        r"(?:nie (?:znaleziono|odnaleziono)(?: strony)?|(?:ta "
        r"|szukana )?strona (?:nie (?:została (?:znaleziona|odnaleziona)|istnieje)|nieznaleziona))"
    ),
    (
        r"(?:tato )?stránka (?:nebyla nalezena|nenalezena|neexistuje|sa nenašla|nebola nájdená)|nenalezeno"
        r"|nenájdené"
    ),
    r"(?:a |az )?(?:keresett )?oldal nem (?:található|létezik)|nem található",
    (
        r"(?:(?:эта |такая |запрашиваемая |запрошенная )?(?:страница|запись|статья)(?: не)? (?:не )?(?:найдена"
        r"|существует|удалена|доступна)|не найден[оа]?|ничего не найдено|такой страницы (?:нет|не существует))"
    ),
    r"(?:(?:цю |цієї )?сторінк[ауи] (?:не (?:знайдено|знайдена|існує))|не знайдено)",
    r"страницата не (?:е намерена|беше намерена|съществува)",
    r"(?:η )?σελίδα (?:δεν (?:βρέθηκε|υπάρχει))|δεν βρέθηκε",
    # Turkish, Indonesian, Malay, Vietnamese
    r"(?:(?:bu |aradığınız )?(?:sayfa|yazı) (?:bulunamadı|mevcut değil|bulunmuyor|bulunmamaktadır))|bulunamadı",
    (
        r"(?:halaman|laman|artikel|postingan)(?: (?:ini|yang (?:anda|kamu) cari))? (?:tidak (?:ditemukan|ada"
        r"|tersedia|dijumpai|wujud|ditemui))|tidak ditemukan"
    ),
    (
        r"(?:không tìm thấy(?: trang(?: này)?)?|trang(?: (?:này"
        r"|bạn (?:đang )?tìm(?: kiếm)?))? không (?:tồn tại|tìm thấy|có sẵn))"
    ),
    # Chinese, Japanese, Korean, Thai
    (
        r"(?:(?:抱歉|对不起|對不起)[,,! ]*)?(?:(?:您|你)(?:访问|訪問|查找|要找|请求|請求)的|该|該|此)?"
        r"(?:页面|頁面|网页|網頁|文章|页|頁)"
        r"(?:未找到|不存在"
        r"|没有找到|沒有找到|找不到|无法找到|無法找到|已(?:被)?(?:删除|刪除))|(?:找不到|未找到)(?:该|該|此|您要的)?(?:页面|頁面|网页|網頁)?|找不到(?:页面|頁面|网页"
        r"|網頁)"
    ),
    (
        r"(?:お探しの|ご指定の|指定された)?(?:ページ|記事|url)(?:は|が|を)?(?:見つかりません(?:でした)?|存在しません|見つけられませんでした|ありません)|(?:記事"
        r"|ページ)が?見つかりません(?:でした)?"
    ),
    (
        r"(?:요청하신 |찾으시는 |해당 )?(?:페이지|글|게시물)(?:를|을|가|이)? ?"
        r"(?:찾을 수 없(?:습니다|음|어요)|존재하지 않습니다|없습니다)"
    ),
    r"ไม่พบ(?:หน้า(?:ที่คุณ(?:ต้องการ|ค้นหา)|นี้|เว็บ|เพจ)?|เพจ)?|ไม่มีหน้านี้",
    # Arabic, Persian, Hebrew, Hindi, Bengali
    (
        r"(?:عذرا[ً،, ]*)?(?:هذه )?(?:الصفحة|صفحة)(?: (?:المطلوبة|التي تبحث عنها))? (?:غير موجودة|غير متوفرة"
        r"|غير متاحة)|(?:لم يتم العثور على|لا توجد) (?:ال)?صفحة|الصفحة لم يتم العثور عليها"
    ),
    r"(?:این )?(?:صفحه|برگه|نوشته)(?:‌?ی)?(?: مورد نظر(?: شما)?)? (?:یافت نشد|پیدا نشد|وجود ندارد)",
    r"(?:ה)?(?:דף|עמוד) (?:לא נמצא|אינו קיים|לא קיים)",
    r"(?:पेज|पृष्ठ|पन्ना) (?:नहीं मिला|उपलब्ध नहीं है|मौजूद नहीं है|नही मिला)",
    r"(?:পাতাটি|পেজটি|পৃষ্ঠাটি|পাতা) (?:পাওয়া যায়নি|খুঁজে পাওয়া যায়নি|নেই)",
)  # fmt: skip
SAID = re.compile(f"(?:{NUMBER}[ :.!–—|-]*)?(?:{'|'.join(_PATTERNS)})|{NUMBER}")
"""A whole title, heading, or part of one that says nothing else than that the page is not there."""
