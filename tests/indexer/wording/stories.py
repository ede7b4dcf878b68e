"""Small made-up articles in several languages, and what stands around them on a page."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Story:
    """An article. ``paragraphs`` are HTML; ``extra`` is HTML behind them in the body (tables, lists, code)."""

    lang: str
    title: str
    paragraphs: tuple[str, ...]
    author: str = "Mara Linden"
    day: str = "2024-03-05"
    extra: str = ""

    def with_paragraph(self, number: int, old: str, new: str) -> Story:
        """The same with some words of one paragraph replaced."""
        text = self.paragraphs[number]
        if old not in text:
            raise ValueError(f"{old!r} is not in {text!r}")
        changed = (*self.paragraphs[:number], text.replace(old, new, 1), *self.paragraphs[number + 1 :])
        return replace(self, paragraphs=changed)


@dataclass(frozen=True)
class Frame:
    """What a site puts around an article, and machines into it. ``before`` and ``after`` are HTML within the body, ``meta``
    text in its line of facts."""

    views: int = 1204
    minutes: int = 5
    shares: int = 24
    token: str = "a81f0c3d9e"
    popular: tuple[str, ...] = (
        "How to read a tide table",
        "The lighthouse that moved",
        "Bread on a moving deck",
    )
    recent: tuple[str, ...] = ("Winter timetable", "A new pier", "Ropes and knots")
    comments: tuple[str, ...] = ("Lovely to read this on the train.",)
    advert: str = "Buy rope by the metre"
    before: str = ""
    after: str = ""
    meta: str = ""
    head: str = ""
    banner: str = ""
    footer: str = "© 2024 Harbour Notes"


ENGLISH = Story(
    "en",
    "A morning at the ferry pier",
    (
        "The first boat left the northern pier at 6.40 with 112 passengers and a small grey dog. It was cold, and the water "
        "lay flat between the moles as if somebody had ironed it during the night.",
        "On deck I met the engineer, who has kept these engines running for 31 years. She said that the new timetable was "
        "good for the islanders, and that the old one had been made for people who never had to catch a boat.",
        "“We carry bread, letters and the doctor,” she told me. “In winter we also carry the school, which is seven children "
        "and one teacher who gets seasick.” The crossing takes 45 minutes when the wind is kind.",
        "I came back in the afternoon with wet shoes and a bag of smoked fish. The dog came back too. It seems to have a "
        "season ticket, and nobody on board could tell me who had bought it.",
    ),
)
GERMAN = Story(
    "de",
    "Ein Morgen am Fähranleger",
    (
        "Das erste Schiff legte um 6.40 Uhr mit 112 Fahrgästen und einem kleinen grauen Hund vom nördlichen Anleger ab. Es war "
        "kalt, und das Wasser lag so glatt zwischen den Molen, als hätte es jemand über Nacht gebügelt.",
        "An Deck traf ich die Maschinistin, die diese Motoren seit 31 Jahren am Laufen hält. Sie sagte, der neue Fahrplan sei "
        "gut für die Leute auf den Inseln, und der alte sei für Menschen gemacht gewesen, die nie ein Schiff brauchen.",
        "„Wir fahren Brot, Briefe und den Arzt“, erzählte sie. „Im Winter fahren wir auch die Schule, das sind sieben Kinder "
        "und ein Lehrer, der seekrank wird.“ Die Überfahrt dauert 45 Minuten, wenn der Wind freundlich ist.",
        "Am Nachmittag kam ich mit nassen Schuhen und einer Tüte Räucherfisch zurück. Der Hund kam auch zurück. Er hat wohl "
        "eine Dauerkarte, und niemand an Bord konnte mir sagen, wer sie gekauft hat.",
    ),
    author="Jonas Brandt",
)
FRENCH = Story(
    "fr",
    "Un matin sur le quai du bac",
    (
        "Le premier bateau a quitté le quai nord à 6 h 40 avec 112 passagers et un petit chien gris. Il faisait froid, et "
        "l'eau restait plate entre les jetées, comme si quelqu'un l'avait repassée pendant la nuit.",
        "Sur le pont, j'ai rencontré la mécanicienne qui fait tourner ces moteurs depuis 31 ans. Elle trouve le nouvel horaire "
        "bon pour les habitants des îles ; l'ancien était fait pour des gens qui ne prennent jamais le bateau.",
        "« Nous portons le pain, les lettres et le médecin », m'a-t-elle dit. « L'hiver, nous portons aussi l'école : sept "
        "enfants et un maître qui a le mal de mer. » La traversée dure 45 minutes quand le vent est gentil.",
        "Je suis rentré l'après-midi avec les chaussures mouillées et un sac de poisson fumé. Le chien est rentré aussi. Il "
        "semble avoir un abonnement, et personne à bord n'a su me dire qui l'avait payé.",
    ),
    author="Claire Vannier",
)
SPANISH = Story(
    "es",
    "Una mañana en el muelle",
    (
        "El primer barco salió del muelle norte a las 6.40 con 112 pasajeros y un pequeño perro gris. Hacía frío, y el agua "
        "estaba lisa entre los espigones, como si alguien la hubiera planchado durante la noche.",
        "En cubierta encontré a la maquinista, que cuida estos motores desde hace 31 años. Dijo que el nuevo horario era bueno "
        "para los isleños, y que el antiguo se hizo para gente que nunca tiene que tomar un barco.",
        "Llevamos pan, cartas y al médico, me contó. En invierno llevamos también la escuela, que son siete niños y un maestro "
        "que se marea. La travesía dura 45 minutos cuando el viento es amable.",
        "Volví por la tarde con los zapatos mojados y una bolsa de pescado ahumado. El perro también volvió. Parece que tiene "
        "un abono, y nadie a bordo supo decirme quién lo había comprado.",
    ),
    author="Lucía Ferrán",
)
RUSSIAN = Story(
    "ru",
    "Утро на причале",
    (
        "Первый катер отошёл от северного причала в 6.40 со 112 пассажирами и маленькой серой собакой. Было холодно, и вода "
        "лежала между молами так гладко, будто её за ночь кто-то выгладил.",
        "На палубе я встретила механика, которая следит за этими двигателями уже 31 год. Она сказала, что новое расписание "
        "хорошее для жителей островов, а старое составляли для тех, кому никогда не нужен катер.",
        "Мы возим хлеб, письма и врача, рассказала она. Зимой мы возим и школу: семерых детей и одного учителя, которого "
        "укачивает. Переправа занимает 45 минут, когда ветер добрый.",
        "Днём я вернулась с мокрыми ботинками и пакетом копчёной рыбы. Собака тоже вернулась. Похоже, у неё проездной, и никто "
        "на борту не смог сказать, кто его купил.",
    ),
    author="Вера Лугова",
)
ARABIC = Story(
    "ar",
    "صباح على رصيف العبّارة",
    (
        "غادر القارب الأول الرصيف الشمالي في الساعة 6.40 وعلى متنه 112 راكبا وكلب رمادي صغير. كان الجو باردا والماء ساكنا بين "
        "الحاجزين كأن أحدا كواه في الليل.",
        "على السطح التقيت بالمهندسة التي ترعى هذه المحركات منذ 31 سنة. قالت إن الجدول الجديد جيد لسكان الجزر وإن القديم وُضع "
        "لأناس لا يحتاجون إلى القارب أبدا.",
        "نحمل الخبز والرسائل والطبيب، هكذا حكت لي. وفي الشتاء نحمل المدرسة أيضا، وهي سبعة أطفال ومعلم يصيبه دوار البحر. تستغرق "
        "الرحلة 45 دقيقة عندما تكون الريح لطيفة.",
        "عدت بعد الظهر بحذاء مبلل وكيس من السمك المدخن. عاد الكلب أيضا، ويبدو أن لديه تذكرة موسمية، ولم يستطع أحد على المتن أن "
        "يخبرني من اشتراها.",
    ),
    author="نورا الساحلي",
)
CHINESE = Story(
    "zh",
    "渡口的早晨",
    (
        "第一班渡船六点四十分离开北码头，船上有一百一十二名乘客和一只灰色的小狗。天气很冷，防波堤之间的水面平得像有人在夜里熨过一样。",
        "我在甲板上遇到了轮机长，她照看这些机器已经三十一年了。她说新的时刻表对岛上的居民有好处，旧的时刻表是给从来不用赶船的人做的。",
        "她告诉我，船上运的是面包、信件和医生。冬天还要运学校，也就是七个孩子和一位会晕船的老师。风平浪静的时候，渡海需要四十五分钟。",
        "下午我穿着湿鞋、提着一袋熏鱼回来了。小狗也回来了。它好像有一张季票，船上没有人能告诉我是谁给它买的。",
    ),
    author="林海",
)
JAPANESE = Story(
    "ja",
    "渡し場の朝",
    (
        "始発の船は六時四十分に北の桟橋を出た。乗客は百十二人、それに小さな灰色の犬が一匹。寒い朝で、防波堤のあいだの水は、夜のうちに誰かが"
        "アイロンをかけたように平らだった。",
        "甲板で機関士に会った。彼女はこのエンジンを三十一年間動かし続けている。新しい時刻表は島の人たちによいものだと彼女は言う。古いほうは、"
        "船に急いだことのない人のために作られたのだそうだ。",
        "運んでいるのはパンと手紙とお医者さんです、と彼女は話してくれた。冬には学校も運ぶ。子どもが七人と、船酔いする先生が一人だ。風がよければ"
        "四十五分で渡れる。",
        "午後、濡れた靴と燻製の魚の袋を持って帰ってきた。犬も帰ってきた。どうやら定期券を持っているらしいが、誰が買ったのかは船の誰にもわからなかった。",
    ),
    author="浜野 渚",
)
POLISH = Story(
    "pl",
    "Poranek na przystani",
    (
        "Pierwszy prom odpłynął z północnego pomostu o 6.40 ze 112 pasażerami i małym szarym psem. Było zimno, a woda leżała "
        "między falochronami tak gładko, jakby ktoś wyprasował ją w nocy.",
        "Na pokładzie spotkałem mechaniczkę, która od 31 lat dba o te silniki. Powiedziała, że nowy rozkład jest dobry dla "
        "mieszkańców wysp, a stary zrobiono dla ludzi, którzy nigdy nie muszą zdążyć na prom.",
        "Wozimy chleb, listy i lekarza, opowiadała. Zimą wozimy też szkołę, czyli siedmioro dzieci i nauczyciela z chorobą "
        "morską. Przeprawa trwa 45 minut, kiedy wiatr jest łaskawy.",
        "Wróciłem po południu z mokrymi butami i torbą wędzonych ryb. Pies też wrócił. Chyba ma bilet okresowy, a nikt na "
        "pokładzie nie umiał powiedzieć, kto go kupił.",
    ),
    author="Ewa Nadbrzeżna",
)
