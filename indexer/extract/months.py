"""The names of the months, by language, as they stand in dates."""

from __future__ import annotations

_NAMES = (
    "january february march april may june july august september october november december",  # en
    "januar februar märz april mai juni juli august september oktober november dezember",  # de
    "jänner feber märz april mai juni juli august september oktober november dezember",  # de-AT
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",  # fr
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",  # es
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",  # it
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",  # pt
    "januari februari maart april mei juni juli augustus september oktober november december",  # nl
    "januari februari mars april maj juni juli augusti september oktober november december",  # sv
    "januar februar marts april maj juni juli august september oktober november desember",  # da, no
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",  # pl
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",  # ru
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",  # uk
    "ledna února března dubna května června července srpna září října listopadu prosince",  # cs
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",  # tr
    "január február március április május június július augusztus szeptember október november december",  # hu
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",  # ar
    "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",  # fa
    "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",  # he
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "janv févr mrz avr mai juin juil août sept okt nov dez",
    "ene fev mrt abr mag giu lug ago set ott nov déc",
    "янв фев мар апр май июн июл авг сен окт ноя дек",
)

MONTHS = {name: number for names in _NAMES for number, name in enumerate(names.split(), 1)} | {
    "out": 10,  # pt
    "dic": 12,  # es, it
    "des": 12,  # no
    "gen": 1,  # it
}
"""The number of a month by its name or its usual abbreviation, in lower case."""
