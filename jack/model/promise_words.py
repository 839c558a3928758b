"""What a promise sounds like in each guest language: the table behind `promises`.

A row is a kind, whether it may be an offer ("if you like, I'll book it"), and a pattern for one
sentence in lower case with plain apostrophes. `{gap}` stands for up to four words that do not deny
what follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from jack.model.languages import Language


class Kind(StrEnum):
    """What the hotel is committed to.

    `contact`: that a person is told or asked, and comes back to the guest.
    """

    SERVICE = "service"
    BOOKING = "booking"
    CHANGE = "change"
    CONTACT = "contact"


class Tense(StrEnum):
    """A claim that something is done or happens now stays one, whatever condition stands by it."""

    SOON = "soon"
    NOW = "now"


Row = tuple[Kind, Tense, str]

_S, _B, _C, _T = Kind.SERVICE, Kind.BOOKING, Kind.CHANGE, Kind.CONTACT
_SOON, _NOW = Tense.SOON, Tense.NOW

_EN_THEY = (
    r"(?:(?:our|the|a|one of (?:our|the|my)|my) (?:\w+ )?(?:team|staff|kitchen|concierge|housekeep(?:ing|er)"
    r"|technicians?|porter|driver|colleagues?|front desk|reception|maintenance|chef|butler|manager"
    r"|engineer|member|waiter|maid|plumber|electrician|people|guys?)(?: of (?:our |the )?(?:team|staff))?"
    r"|housekeeping|maintenance|reception|room service|concierge|someone|somebody)"
)
_EN_I = rf"(?:i|we|{_EN_THEY})"
_EN_WILL = r"(?:'ll| will| shall| am going to|'m going to|'re going to| are going to| is going to)"
_EN_SERVE = (
    r"(?:bring|send|deliver|provide you|fetch|carry|fix|repair|replace|clean|prepare|come|stop by"
    r"|drop (?:it|them|that|off)|be (?:right )?(?:with you|there|up|over|at your|outside)|take care|see to|handle"
    r"|deal with|make sure|ensure|collect|pick (?:it|them|you|your|up)|swap|wake you|call you at|set up"
    r"|get (?:you|it|that|this|them|someone|somebody|those) |have [\w ,']{1,50}(?:sent|brought|delivered|fixed|cleaned"
    r"|ready|replaced|repaired|prepared|changed))"
)
_EN_BOOK = r"(?:book|reserve|arrange|order|schedule|organi[sz]e|call (?:you )?a (?:taxi|cab)|set (?:up )?(?:a|your) wake)"
_EN_CHANGE = (
    r"(?:extend|upgrade|refund|waive|move (?:you|your)|change (?:your|the) (?:booking|reservation|room|dates|stay)"
    r"|cancel|compensate|credit|reimburse|discount|give you (?:a |the )?(?:\w+ )?(?:discount|refund|upgrade|late|early)"
    r"|hold (?:your|the|a) (?:room|booking))"
)
_EN_TELL = (
    r"(?:pass|forward|ask (?!you)|check (?:with|whether|if|this|that|on|it|for you)|inform (?!you)|tell (?!you)|notify (?!you)"
    r"|let (?!you)[\w ']{1,30} know|report|get back to|come back to|(?:call|phone|ring) you(?! (?:a|at)\b)|contact (?!your)|reach out|follow up"
    r"|be in touch|find out|look into|reply|write to you|speak (?:to|with)|note (?:that|it|this|your))"
)
_EN_BOOKED = r"(?:booked|reserved|arranged|ordered|scheduled|organi[sz]ed|set up|set your)"
_EN_CHANGED = r"(?:extended|upgraded|refunded|waived|moved|changed your|cancelled|canceled|compensated|credited|reimbursed)"
_EN_SERVED = r"(?:sent|brought|delivered|dispatched|fixed|repaired|replaced|cleaned|prepared|taken care|seen to)"
_EN_TOLD = r"(?:passed|forwarded|informed|told|notified|asked|alerted|let [\w ']{1,30} know|reported|noted|contacted|flagged)"
_EN_THING = (
    r"(?:table|taxi|cab|transfer|massage|treatment|spa \w+|tour|tickets?|dinner|shuttle|wake-?up call|alarm|crib|cot"
    r"|car|driver|order|towels?|pillows?|it|everything|that|this)"
)

_EN: tuple[Row, ...] = (
    (_S, _NOW, r"\b(?:is|are|'s|'re) (?:already |now )?(?:on (?:its|the|their|his|her) way|en route|coming (?:right )?(?:up|over|to you))\b"),
    (_S, _NOW, r"^\W*(?:on (?:its|the|their|my|our) way|coming (?:right )?up|consider it done)\b|\bconsider it done\b"),
    (_S, _NOW, rf"\b(?:i am|i'm|we are|we're|{_EN_THEY} (?:is|are)) {{gap}}(?:bringing|sending|delivering|fixing|preparing|coming|taking care)\b"),
    (_B, _NOW, r"\b(?:i am|i'm|we are|we're) {gap}(?:booking|reserving|arranging|ordering|organi[sz]ing)\b"),
    (_C, _NOW, r"\b(?:i am|i'm|we are|we're) {gap}(?:extending|upgrading|refunding|waiving|moving you|cancell?ing)\b"),
    (_S, _SOON, rf"\b(?:i|we){_EN_WILL} {{gap}}{_EN_SERVE}|\b{_EN_THEY}{_EN_WILL} (?!be (?:happy|glad|pleased|able)){{gap}}{_EN_SERVE}"),
    (_B, _SOON, rf"\b(?:i|we){_EN_WILL} {{gap}}{_EN_BOOK}\b|\b{_EN_THEY}{_EN_WILL} (?!be (?:happy|glad|pleased|able)){{gap}}{_EN_BOOK}\b"),
    (_C, _SOON, rf"\b{_EN_I}{_EN_WILL} (?!be (?:happy|glad|pleased|able)){{gap}}{_EN_CHANGE}\b"),
    (_T, _SOON, rf"\b{_EN_I}{_EN_WILL} (?!be (?:happy|glad|pleased|able)){{gap}}{_EN_TELL}"),
    (_S, _SOON, r"\blet me (?:just )?(?:bring|send|fetch|get (?:you|that|someone|those)|take care|sort)\b"),
    (_B, _SOON, r"\blet me (?:just )?(?:book|reserve|arrange|order|organi[sz]e|schedule)\b"),
    (_T, _SOON, r"\blet me (?:just )?(?:check with|ask (?!you)|find out|pass|inform)\b"),
    (_S, _NOW, rf"\b{_EN_I}(?:'ve| have| has|'s) {{gap}}{_EN_SERVED}\b"),
    (_B, _NOW, rf"\b{_EN_I}(?:'ve| have| has|'s) {{gap}}{_EN_BOOKED}\b|^\W*(?:i |just )?(?:booked|reserved|arranged) (?:you|your|a|the|that|it)\b"),
    (_C, _NOW, rf"\b{_EN_I}(?:'ve| have| has|'s) {{gap}}{_EN_CHANGED}\b"),
    (_T, _NOW, rf"\b{_EN_I}(?:'ve| have| has|'s) {{gap}}{_EN_TOLD}\b"),
    (_S, _NOW, r"\b(?:has|have) (?:already |now |just )?been (?:sent|dispatched|delivered|brought|prepared|repaired|fixed)\b"),
    (_B, _NOW, rf"\b(?:has|have) (?:already |now |just )?been {_EN_BOOKED}\b|\b{_EN_THING} (?:is|are) (?:already |now |all )?(?:{_EN_BOOKED}|confirmed|set)\b"),
    (_C, _NOW, rf"\b(?:has|have) (?:already |now |just )?been {_EN_CHANGED}\b"),
    (_T, _NOW, r"\b(?:has|have|is|are) (?:already |now |just )?(?:been )?(?:informed|notified|passed on|alerted|forwarded)\b"),
    (_S, _SOON, r"\bwill (?:now |soon |shortly )?be (?:delivered|brought|sent|fixed|repaired|replaced|cleaned|taken care)\b"),
    (_S, _SOON, r"\byou(?:'ll| will) (?:receive|get|have) [^,]{1,50}?(?:shortly|soon|in a (?:moment|minute)|right away|immediately|within|in (?:about )?\d+ min)"),
    (_B, _SOON, r"\bwill (?:now |soon |shortly )?be (?:booked|arranged|ordered|organi[sz]ed)\b"),
    (_C, _SOON, r"^(?!.*\bdeposit\b).*\bwill (?:now |soon |shortly )?be (?:extended|upgraded|refunded|waived|credited)\b"),
)  # fmt: skip

_DE_THEY = (
    r"(?:jemand|(?:unser|ein|eine|unsere|der|die|das) (?:\w+ )?(?:kolleg(?:e|in|en)|technik(?:er|erin)?|team|mitarbeiter(?:in)?"
    r"|hausmeister|concierge|fahrer|zimmermädchen|housekeeping|küche|service|rezeption|haustechnik|empfang)|housekeeping)"
)
_DE_SERVE = r"(?:bringen|schicken|senden|liefern|besorgen|kümmern|erledigen|reparieren|austauschen|wechseln|reinigen|vorbeikommen|kommen|vorbeischicken|hochschicken|vorbeibringen|hochbringen|veranlassen|wecken)"
_DE_SERVES = r"(?:bringen?|bringt|schicken?|schickt|senden?|sendet|liefern?|liefert|besorgen?|besorgt|kümmere?n?|kümmert|erledigen?|erledigt|repariere?n?|repariert|tauschen?|wechsel[ne]|reinigen?|veranlassen?)"
_DE_BOOK = r"(?:buchen|reservieren|bestellen|organisieren|arrangieren|vormerken)"
_DE_BOOKS = r"(?:buchen?|reserviere?n?|bestellen?|organisiere?n?|arrangiere?n?)"
_DE_CHANGE = r"(?:verlängern|upgraden|erstatten|erlassen|stornieren|umbuchen|gutschreiben|zurückerstatten|freihalten)"
_DE_CHANGES = r"(?:verlängern?|erstatten?|erlassen?|storniere?n?|buchen? \w+ um\b|schreiben? [\w ]{1,40}gut\b)"
_DE_TELL = r"(?:weitergeben|weiterleiten|nachfragen|fragen|informieren|melden|zurückrufen|klären|bescheid (?:geben|sagen)|abklären|kontaktieren|ausrichten|notieren)"

_DE: tuple[Row, ...] = (
    (_S, _NOW, r"\b(?:ist|sind) (?:\w+ ){0,3}(?:unterwegs|auf dem weg|gleich bei ihnen|gleich da)\b|\bschon unterwegs\b"),
    (_S, _SOON, rf"\b{_DE_THEY} (?:kommt|ist|wird) (?:\w+ ){{0,3}}(?:gleich|sofort|umgehend|zu ihnen|vorbei|in kürze|hoch)\b|\b(?:kommt|kommen) (?:gleich|sofort|umgehend|in kürze)\b"),
    (_S, _SOON, rf"\b(?:ich|wir|{_DE_THEY}) {{gap}}{_DE_SERVES}\b|\b{_DE_SERVES} (?:ich|wir)\b|\b{_DE_SERVES} ihnen (?:ein|unser)e?\w* \w+"),
    (_S, _SOON, rf"\b(?:ich werde|werde ich|wir werden|werden wir|{_DE_THEY} wird)\b{{far}}\b{_DE_SERVE}\b"),
    (_B, _SOON, rf"\b(?:ich|wir) {{gap}}{_DE_BOOKS}\b|\b{_DE_BOOKS} (?:ich|wir)\b|\b(?:ich werde|werde ich|wir werden|werden wir)\b{{far}}\b{_DE_BOOK}\b"),
    (_C, _SOON, rf"\b(?:ich|wir) {{gap}}{_DE_CHANGES}|\b{_DE_CHANGES} (?:ich|wir)\b|\b(?:ich werde|werde ich|wir werden|werden wir)\b{{far}}\b{_DE_CHANGE}\b"),
    (_T, _SOON, rf"\b(?:ich|wir|{_DE_THEY})\b {{gap}}(?:gebe|geben|leite|leiten|richte)\b[^,]{{1,80}}\b(?:weiter|aus|bescheid)\b|\b(?:gebe|geben|leite|leiten) (?:ich|wir)\b[^,]{{1,80}}\b(?:weiter|bescheid)\b"),
    (_T, _SOON, r"\b(?:ich|wir) {gap}(?:frage|fragen|informiere|informieren|kläre|klären|melde|melden|rufe|rufen|kontaktiere|kontaktieren|notiere|notieren)\b(?! sie nach)|\b(?:frage|informiere|kläre|melde|kontaktiere) ich\b|\b(?:informieren|klären|melden|kontaktieren) wir\b"),
    (_T, _SOON, rf"\b(?:ich werde|werde ich|wir werden|werden wir|{_DE_THEY} wird)\b{{far}}\b{_DE_TELL}\b|\b{_DE_THEY} (?:meldet|melden) sich\b|\bmeldet sich {_DE_THEY}"),
    (_S, _NOW, r"\b(?:ich habe|habe ich|wir haben|haben wir)\b{far}\b(?:geschickt|gesendet|gebracht|veranlasst|erledigt|losgeschickt|repariert)\b"),
    (_B, _NOW, r"\b(?:ich habe|habe ich|wir haben|haben wir)\b{far}\b(?:gebucht|reserviert|bestellt|organisiert|arrangiert|vorgemerkt)\b"),
    (_C, _NOW, r"\b(?:ich habe|habe ich|wir haben|haben wir)\b{far}\b(?:verlängert|erstattet|erlassen|storniert|umgebucht|gutgeschrieben|hochgestuft)\b"),
    (_T, _NOW, r"\b(?:ich habe|habe ich|wir haben|haben wir)\b{far}\b(?:weitergegeben|weitergeleitet|informiert|bescheid gegeben|benachrichtigt|gemeldet|notiert|gefragt|ausgerichtet)\b"),
    (_B, _NOW, r"\b(?:tisch|taxi|transfer|massage|behandlung|tour|weckruf|kinderbett|wagen|bestellung)\b[^,]{0,40}\b(?:ist|sind|wurden?|ist bereits)\b{far}\b(?:gebucht|reserviert|bestellt|organisiert|arrangiert|eingerichtet|bestätigt)\b"),
    (_S, _NOW, r"\b(?:wurden?|ist|sind)\b{far}\b(?:losgeschickt|auf den weg gebracht|veranlasst|erledigt)\b"),
    (_C, _NOW, r"\b(?:wurden?|ist|sind)\b{far}\b(?:verlängert|erstattet|storniert|umgebucht|gutgeschrieben|hochgestuft)\b(?! werden)"),
    (_T, _NOW, r"\b(?:wurden?|ist|sind)\b{far}\b(?:weitergegeben|weitergeleitet|informiert|benachrichtigt)\b"),
    (_S, _SOON, r"\b(?:wird|werden)\b{far}\b(?:gebracht|geliefert|geschickt|repariert|ausgetauscht|vorbeigebracht)\b"),
)  # fmt: skip

_FR_THEY = r"(?:quelqu'un|on|(?:notre|nos|un|une|le|la|l'|les) ?(?:\w+ )?(?:collègues?|techniciene?|équipe|collaborateur|concierge|chauffeur|réception|gouvernante|service \w+|femme de chambre|personnel))"
_FR_SERVE = r"(?:apporter|envoyer|livrer|faire (?:monter|apporter|porter|envoyer)|monter|réparer|remplacer|nettoyer|venir|passer|s'occuper|m'occuper|m'en occuper|nous en occuper|vous réveiller)"
_FR_BOOK = r"(?:réserver|commander|organiser|arranger|appeler un taxi)"
_FR_CHANGE = r"(?:prolonger|surclasser|rembourser|annuler|modifier (?:votre|la) (?:réservation|chambre)|changer votre (?:chambre|réservation)|offrir)"
_FR_TELL = r"(?:transmettre|demander|informer|prévenir|vérifier|rappeler|recontacter|revenir vers|me renseigner|signaler|contacter|noter|répondre)"

_FR: tuple[Row, ...] = (
    (_S, _NOW, r"\b(?:est|sont) (?:déjà )?en (?:route|chemin)\b|\barrivent? (?:tout de suite|immédiatement|dans un instant|de suite|dans \d+ min)"),
    (_S, _SOON, rf"\b(?:je vais|nous allons|{_FR_THEY} va|{_FR_THEY} vont) {{gap}}{_FR_SERVE}\b"),
    (_B, _SOON, rf"\b(?:je vais|nous allons|on va) {{gap}}{_FR_BOOK}\b"),
    (_C, _SOON, rf"\b(?:je vais|nous allons|on va) {{gap}}{_FR_CHANGE}\b"),
    (_T, _SOON, rf"\b(?:je vais|nous allons|{_FR_THEY} va) {{gap}}{_FR_TELL}\b"),
    (_S, _SOON, r"\b(?:apporterai|apporterons|apportera|enverrai|enverrons|enverra|livrerons|livrera|ferai (?:monter|porter|apporter|envoyer)|ferons (?:monter|porter|apporter|envoyer)|réparerons|remplacerons|viendra|viendrons|passera vous voir|passera (?:dans|tout)|occuperai|occuperons|occupera)\b"),
    (_S, _SOON, r"\b(?:je|nous|on) (?:vous |m'en |nous en |s'en |vous les |les )(?:apporte|apportons|envoie|envoyons|fais (?:monter|porter|apporter|envoyer)|faisons (?:monter|porter|apporter|envoyer)|occupe|occupons|monte|montons)\b|\bje m'en charge\b"),
    (_B, _SOON, r"\b(?:réserverai|réserverons|commanderai|commanderons|organiserai|organiserons)\b|\b(?:je|nous) (?:vous )(?:réserve|réservons|commande|commandons|appelle un taxi|appelons un taxi)\b"),
    (_C, _SOON, r"\b(?:prolongerai|prolongerons|rembourserai|rembourserons|surclasserons|annulerai|annulerons)\b|\b(?:je|nous) vous (?:rembourse|remboursons|surclasse|surclassons|offre|offrons) "),
    (_T, _SOON, r"\b(?:transmettrai|transmettrons|demanderai|demanderons à|informerai|préviendrai|préviendrons|vérifierai|recontactera|recontacterons|rappellera|rappellerons|reviendra vers|reviendrons vers|reviens vers|revenons vers|contactera)\b|\b(?:je|nous) (?:transmets|transmettons|préviens|prévenons|demande à|me renseigne|vérifie|signale)\b"),
    (_S, _NOW, r"\b(?:j'ai|nous avons|on a) {gap}(?:envoyé|fait (?:monter|envoyer|porter)|apporté|livré)e?s?\b"),
    (_B, _NOW, r"\b(?:j'ai|nous avons|on a) {gap}(?:réservé|commandé|organisé|programmé|arrangé)e?s?\b|\b(?:a|ont) été (?:réservé|commandé|organisé|programmé)e?s?\b|\b(?:taxi|table|transfert|massage|soin|réveil|navette|excursion) (?:est|sont) (?:\w+ )?(?:réservé|commandé|confirmé|programmé)e?s?\b"),
    (_C, _NOW, r"\b(?:j'ai|nous avons|on a) {gap}(?:prolongé|surclassé|remboursé|annulé|modifié votre)e?s?\b|\b(?:a|ont) été (?:prolongé|surclassé|remboursé|annulé)e?s?\b"),
    (_T, _NOW, r"\b(?:j'ai|nous avons|on a) {gap}(?:transmis|informé|prévenu|signalé|averti|noté|contacté)e?s?\b|\b(?:a|ont) été (?:transmis|informé|prévenu|averti)e?s?\b"),
    (_S, _SOON, r"\b(?:sera|seront|vont être|va être) (?:livré|apporté|envoyé|monté|réparé|remplacé)e?s?\b"),
)  # fmt: skip

_ES_THEY = r"(?:alguien|(?:nuestr[oa]s?|un|una|el|la|los|mi) (?:\w+ )?(?:compañer[oa]s?|colegas?|técnico|equipo|personal|conserje|recepción|camarera|chófer|conductor|mantenimiento))"
_ES_SERVE = r"(?:enviar|llevar|traer|mandar|subir|entregar|reparar|arreglar|cambiar|limpiar|pasar|ir|encargar(?:me|nos)|ocupar(?:me|nos)|despertar)(?:l[eoa]s?|se l[oa]s)?"
_ES_BOOK = r"(?:reservar|pedir|organizar|gestionar|programar|llamar a? ?un taxi|solicitar)(?:l[eoa]s?|se l[oa]s)?"
_ES_CHANGE = r"(?:ampliar|extender|prolongar|mejorar|reembolsar|devolver|cancelar|cambiar (?:su|la|de) (?:reserva|habitación)|modificar (?:su|la) reserva)(?:l[eoa]s?)?"
_ES_TELL = r"(?:avisar|informar|preguntar|consultar|comunicar|pasar (?:su|el|la|tu) (?:solicitud|mensaje|petición)|trasladar|comprobar|averiguar|contactar|responder)(?:l[eoa]s?)?"

_ES: tuple[Row, ...] = (
    (_S, _NOW, r"\b(?:está|están|va|van) (?:ya )?(?:en|de) camino\b|\bya (?:va|van|sube|suben|llega|llegan)\b|\benseguida (?:se l[oa]s|le|les) (?:llev|sub|envi|mand)\w+"),
    (_S, _SOON, rf"\b(?:voy a|vamos a|{_ES_THEY} va a) {_ES_SERVE}\b"),
    (_B, _SOON, rf"\b(?:voy a|vamos a) {_ES_BOOK}\b"),
    (_C, _SOON, rf"\b(?:voy a|vamos a) {_ES_CHANGE}\b"),
    (_T, _SOON, rf"\b(?:voy a|vamos a|{_ES_THEY} va a) {_ES_TELL}\b"),
    (_S, _SOON, rf"\b(?:enviaré|enviaremos|llevaré|llevaremos|traeré|traeremos|mandaré|mandaremos|subiré|subiremos|entregaremos|repararemos|arreglaremos|encargaré|encargaremos|ocuparé|ocuparemos)\b|\b{_ES_THEY} (?:irá|subirá|pasará|llegará|le llevará|se lo llevará|acudirá)\b"),
    (_S, _SOON, r"\b(?:le|les|te|os|se l[oa]s?) (?:envío|enviamos|llevo|llevamos|traigo|traemos|mando|mandamos|subo|subimos)\b|\b(?:me|nos) (?:encargo|encargamos|ocupo|ocupamos)\b"),
    (_B, _SOON, r"\b(?:reservaré|reservaremos|pediré|pediremos|organizaré|organizaremos|gestionaré|gestionaremos|programaré|programaremos)\b|\b(?:le|les|te) (?:reservo|reservamos|pido|pedimos un)\b"),
    (_C, _SOON, r"\b(?:ampliaré|ampliaremos|extenderemos|extenderé|prolongaremos|prolongaré|mejoraremos|reembolsaré|reembolsaremos|devolveremos|cancelaré|cancelaremos)\b|\b(?:le|les|te) (?:reembolsamos|reembolso|devolvemos|regalamos)\b"),
    (_T, _SOON, rf"\b(?:avisaré|avisaremos|informaré|informaremos a|preguntaré|preguntaremos|consultaré|consultaremos|pasaré|pasaremos|trasladaré|comprobaré|averiguaré|averiguaremos|contactaremos|llamaremos)\b|\b{_ES_THEY} (?:le|se) (?:contactará|llamará|responderá|pondrá)\b|\b(?:aviso|avisamos|paso|trasladamos) (?:a|su|el)\b"),
    (_S, _NOW, r"\b(?:he|hemos) (?:ya )?(?:enviado|mandado|llevado|entregado|arreglado|reparado)\b|\b(?:han?) sido (?:enviad|entregad|reparad)[oa]s?\b|\b(?:envié|mandé)\b"),
    (_B, _NOW, r"\b(?:he|hemos) (?:ya )?(?:reservado|pedido (?!disculpas)|organizado|gestionado|programado|solicitado)\b|\b(?:han?) sido (?:reservad|pedid|organizad|programad)[oa]s?\b|\b(?:reservé)\b|\b(?:mesa|taxi|traslado|masaje|tratamiento|despertador|excursión|pedido|cuna) (?:ya )?(?:está|queda|quedó|están) (?:ya )?(?:reservad|pedid|confirmad|programad|organizad)[oa]s?\b"),
    (_C, _NOW, r"\b(?:he|hemos) (?:ya )?(?:ampliado|extendido|prolongado|mejorado|reembolsado|devuelto|cancelado|cambiado su|modificado)\b|\b(?:han?) sido (?:ampliad|extendid|reembolsad|cancelad|mejorad)[oa]s?\b"),
    (_T, _NOW, r"\b(?:he|hemos) (?:ya )?(?:avisado|informado|pasado|trasladado|comunicado|notificado|transmitido|anotado|preguntado)\b|\b(?:han?) sido (?:informad|avisad|notificad|transmitid)[oa]s?\b"),
    (_S, _SOON, r"\b(?:será|serán) (?:enviad|entregad|llevad|reparad)[oa]s?\b|\bserá(?:n)? atendid[oa]s? en breve\b"),
)  # fmt: skip

_IT_THEY = r"(?:qualcuno|(?:il|la|un|una|un'|i|lo) ?(?:nostr[oaie] |mio |mia )?(?:\w+ )?(?:collega|colleghi|tecnico|squadra|personale|concierge|autista|reception|cameriera|facchino|manutentore|staff))"
_IT_SERVE = r"(?:portare|inviare|mandare|consegnare|riparare|sostituire|pulire|passare|venire|salire|occupar(?:e|mi|ci)|svegliar(?:e|la|vi))"
_IT: tuple[Row, ...] = (
    (_S, _NOW, r"\b(?:è|sono) (?:già )?(?:in arrivo|per strada|in viaggio|in cammino)\b|\b(?:arriva|arrivano) (?:subito|tra poco|fra poco|immediatamente|tra \d+ min)"),
    (_S, _SOON, rf"\b(?:porterò|porteremo|porterà|invierò|invieremo|manderò|manderemo|consegneremo|ripareremo|sostituiremo|puliremo|occuperò|occuperemo|faremo avere|farò avere|farò portare|faremo portare|sveglieremo)\b|\b{_IT_THEY} (?:verrà|passerà|salirà|arriverà)\b|\b(?:sto per|stiamo per) {_IT_SERVE}\b"),
    (_S, _SOON, r"\b(?:le|vi|ti|glieli|gliele|ve li|ve le) (?:porto|portiamo|mando|mandiamo|invio|inviamo|faccio portare|facciamo portare|faccio avere|facciamo avere)\b|\b(?:me ne|ce ne|mi|ci) (?:occupo|occupiamo)\b|\b(?:ci penso io|ci pensiamo noi|provvedo subito|provvediamo subito|provvederemo|provvederò)\b"),
    (_S, _NOW, r"\b(?:stiamo|sto) (?:già )?(?:portando|inviando|mandando|preparando)\b"),
    (_B, _SOON, r"\b(?:prenoterò|prenoteremo|ordinerò|ordineremo|organizzerò|organizzeremo|riserverò|riserveremo|chiamerò un taxi|chiameremo un taxi)\b|\b(?:le|vi|ti) (?:prenoto|prenotiamo|ordino|ordiniamo|chiamo un taxi|organizziamo)\b|\b(?:stiamo|sto) (?:prenotando|organizzando|ordinando)\b"),
    (_C, _SOON, r"\b(?:prolungherò|prolungheremo|estenderemo|rimborserò|rimborseremo|annullerò|annulleremo|cancelleremo|sposteremo la|modificheremo la)\b|\b(?:le|vi) (?:rimborsiamo|rimborso|offriamo|prolunghiamo)\b"),
    (_T, _SOON, rf"\b(?:informerò|informeremo|avviserò|avviseremo|chiederò|chiederemo a|inoltrerò|inoltreremo|passerò|verificherò|verificheremo|contatterò|contatteremo|ricontatteremo|riferirò)\b|\b{_IT_THEY} (?:la|vi|ti|le) (?:contatterà|ricontatterà|richiamerà|risponderà)\b|\b(?:inoltro|inoltriamo|avviso|avvisiamo|chiedo|verifico) (?:subito )?(?:la|il|un|una|a|ai|con|al|alla)\b"),
    (_S, _NOW, r"\b(?:ho|abbiamo) (?:già |appena )?(?:inviato|mandato|consegnato|fatto portare|riparato|portato)\b|\b(?:è stat[oa]|sono stat[ie]) (?:inviat|consegnat|riparat|mandat)[oaie]\b"),
    (_B, _NOW, r"\b(?:ho|abbiamo) (?:già |appena |provveduto a )?(?:prenotat[oaie]|ordinat[oaie]|organizzat[oaie]|riservat[oaie]|prenotare)\b|\b(?:è stat[oa]|sono stat[ie]) (?:prenotat|ordinat|organizzat|riservat)[oaie]\b|\b(?:tavolo|taxi|transfer|massaggio|trattamento|sveglia|navetta|escursione|ordine|culla) (?:è|sono) (?:già |ora )?(?:prenotat|confermat|ordinat|impostat)[oaie]\b"),
    (_C, _NOW, r"\b(?:ho|abbiamo) (?:già |appena )?(?:prolungato|esteso|rimborsato|annullato|cancellato|spostato|modificato)\b|\b(?:è stat[oa]|sono stat[ie]) (?:prolungat|estes|rimborsat|annullat|spostat)[oaie]\b"),
    (_T, _NOW, r"\b(?:ho|abbiamo) (?:già |appena )?(?:informato|avvisato|inoltrato|comunicato|passato|trasmesso|segnalato|chiesto)\b|\b(?:è stat[oa]|sono stat[ie]) (?:informat|avvisat|inoltrat|trasmess)[oaie]\b"),
    (_S, _SOON, r"\b(?:sarà|saranno|verrà|verranno) (?:consegnat|portat|inviat|riparat|sostituit)[oaie]\b"),
)  # fmt: skip

_PT_THEY = r"(?:alguém|(?:(?:o|a|um|uma|os) )?(?:noss[oa]s? |meu |minha )?(?:\w+ )?(?:colegas?|técnico|equipa|equipe|funcionári[oa]|rececionista|recepção|receção|motorista|manutenção|camareira|governanta|concierge))"
_PT_SERVE = r"(?:enviar|levar|trazer|mandar|entregar|consertar|reparar|arranjar|trocar|limpar|passar|providenciar|tratar|cuidar)(?:-lhe)?"
_PT: tuple[Row, ...] = (
    (_S, _NOW, r"\b(?:está|estão|vai|vão|já vai|já vão) (?:já )?a caminho\b|\b(?:chega|chegam|sobe|sobem) (?:já|em instantes|em breve|num instante)\b"),
    (_S, _SOON, rf"\b(?:vou|vamos|iremos|irei|{_PT_THEY} (?:vai|irá)) (?:já |lhe |te |logo )?{_PT_SERVE}\b|\b{_PT_THEY} (?:vai|irá) (?:já )?(?:ao|até|subir|ter|passar|ir)\b"),
    (_S, _SOON, rf"\b(?:enviarei|enviaremos|levarei|levaremos|traremos|mandarei|mandaremos|entregaremos|consertaremos|repararemos|trataremos|tratarei|cuidarei|cuidaremos|providenciarei|providenciaremos)\b|\b(?:enviar|levar|trar|entregar|mandar)-lhe-(?:ei|emos)\b|\b(?:trato|tratamos|cuido|cuidamos) (?:disso|já)\b|\b(?:levo|levamos|envio|enviamos|mando|mandamos)(?:-lhe| já|-lhas?|-lhos?)\b|\b{_PT_THEY} (?:levará|subirá|passará|chegará)\b"),
    (_S, _NOW, r"\b(?:estou|estamos) (?:a )?(?:enviar|enviando|levar|levando|mandar|mandando|preparar|preparando)\b"),
    (_B, _SOON, r"\b(?:vou|vamos|iremos|irei) (?:já |lhe )?(?:reservar|marcar|pedir (?!desculpa)|encomendar|agendar|organizar|chamar um táxi)(?:-lhe)?\b|\b(?:reservarei|reservaremos|marcarei|marcaremos|agendarei|agendaremos|pediremos|encomendaremos)\b"),
    (_C, _SOON, r"\b(?:vou|vamos|iremos|irei) (?:já |lhe )?(?:prolongar|estender|reembolsar|cancelar|alterar (?:a sua|sua|a) reserva|fazer (?:um |o )?upgrade|isentar)\b|\b(?:prolongaremos|estenderemos|reembolsaremos|reembolsarei|cancelaremos|cancelarei)\b"),
    (_T, _SOON, rf"\b(?:vou|vamos|iremos|irei|{_PT_THEY} (?:vai|irá)) (?:já |lhe )?(?:avisar|informar|perguntar|verificar|transmitir|encaminhar|contactar|contatar|confirmar com|passar (?:o|a) (?:seu|sua)|comunicar|responder|ligar)\b|\b(?:avisarei|informarei|perguntarei|verificarei|transmitirei|encaminharei|encaminharemos|entraremos em contacto|entraremos em contato)\b|\b{_PT_THEY} (?:entrará em contac?to|responderá)\b"),
    (_S, _NOW, r"\b(?:já )?(?:enviei|enviámos|mandei|mandámos|levámos)\b|\bforam? (?:enviad|entregue|mandad|reparad|consertad)[oa]?s?\b"),
    (_B, _NOW, r"\b(?:reservei|reservámos|marquei|marcámos|agendei|agendámos|encomendei|encomendámos)\b|\b(?:foi|foram) (?:reservad|marcad|agendad|encomendad)[oa]s?\b|\b(?:mesa|táxi|transfer|massagem|tratamento|despertar|passeio|pedido|berço) (?:já )?(?:está|estão|ficou) (?:já )?(?:reservad|marcad|agendad|confirmad|encomendad)[oa]s?\b|\b(?:tenho|temos) (?:já )?(?:reservad|marcad)[oa]s?\b"),
    (_C, _NOW, r"\b(?:prolonguei|prolongámos|estendi|estendemos|reembolsei|reembolsámos|cancelei|cancelámos|alterei|alterámos)\b|\b(?:foi|foram) (?:prolongad|estendid|reembolsad|cancelad|alterad)[oa]s?\b"),
    (_T, _NOW, r"\b(?:já )?(?:avisei|avisámos|informei|informámos|transmiti|transmitimos|encaminhei|encaminhámos|comuniquei|passei (?:o|a) (?:seu|sua))\b|\b(?:foi|foram) (?:informad|avisad|transmitid|encaminhad)[oa]s?\b"),
    (_S, _SOON, r"\b(?:será|serão) (?:enviad|entregue|levad|reparad)[oa]?s?\b"),
)  # fmt: skip

_RU_THEY = r"(?:кто-нибудь|кто-то|(?:наш|наша|наши|мой|моя)? ?(?:коллег[аи]|сотрудни[кц]\w*|техник|мастер|горничн\w+|персонал|водитель|консьерж|портье|администратор|менеджер))"
_RU: tuple[Row, ...] = (
    (_S, _NOW, r"(?:уже|скоро)? ?(?<!\w)в пути(?!\w)|уже (?:идут|едет|едут|несут|идёт|идет|направляется)|(?:сейчас|скоро) (?:к вам )?(?:принесут|подойд\w+|прид\w+|поднимет\w+|принес[её]м)"),
    (_S, _SOON, rf"(?<!\w)(?:принес(?:у|ём|ем|ут|ёт|ет)|отправ(?:лю|им|ит)|пришл(?:ю|ём|ем|ют|ёт|ет)|достав(?:лю|им|ят)|почин(?:ю|им|ят|ит)|замен(?:ю|им|ят|ит)|убер(?:ём|ем|ут|ёт)|позабо(?:чусь|тимся)|займ(?:усь|ёмся|емся|ётся|ется)|сделаем|разбудим|обеспечим)(?!\w)|{_RU_THEY} (?:скоро |сейчас |уже )?(?:подойд[её]т|прид[её]т|поднимется|придут|принес[её]т|зайд[её]т|будет у вас)"),
    (_S, _NOW, r"(?<!\w)(?:отправляем|отправляю|несём|несем|посылаем|высылаем) (?!письм)"),
    (_B, _SOON, r"(?<!\w)(?:забронирую|забронируем|зарезервирую|зарезервируем|закажу|закажем|организую|организуем|вызову|вызовем|запишу вас|запишем вас|оформлю|оформим)(?!\w)|(?<!\w)(?:бронирую|бронируем|заказываю|вызываю)(?!\w)"),
    (_C, _SOON, r"(?<!\w)(?:продлю|продлим|верн(?:у|ём|ем) (?:вам )?(?:деньги|стоимость|сумму)|возместим|отменю|отменим|повысим (?:вам )?категорию|переселим|перенес(?:у|ём|ем)|изменим (?:ваше )?бронирование|компенсируем)(?!\w)"),
    (_T, _SOON, rf"(?<!\w)(?:передам|передадим|сообщу|сообщим|узнаю|узнаем|уточню|уточним|спрошу|спросим|свяж(?:усь|емся|ется|утся)|проинформирую|попрошу|перезвоним|перезвонит|ответит вам)(?!\w)|{_RU_THEY} (?:скоро )?(?:ответит|свяжется|перезвонит)"),
    (_S, _NOW, r"(?<!\w)(?:отправил[аи]?|послал[аи]?|принесли|доставили|починили|заменили)(?!\w)|(?<!\w)(?:отправлен[аоы]?|доставлен[аоы]?|исправлен[аоы]?)(?!\w)"),
    (_B, _NOW, r"(?:я|мы) (?:уже |для вас |вам )*(?:забронировал[аи]?|зарезервировал[аи]?|заказал[аи]?|организовал[аи]?|вызвал[аи]?)(?!\w)|(?:столик|стол|такси|трансфер|массаж|процедура|звонок|экскурсия|заказ) (?:уже |для вас |вам )*(?:забронирован|заказан|зарезервирован|подтвержд[её]н|вызван|оформлен)[аоы]?(?!\w)|(?:забронировал[аи]?|заказал[аи]?) (?:для вас|вам)"),
    (_C, _NOW, r"(?:я|мы) (?:уже |для вас |вам )*(?:продлил[аи]?|вернул[аи]?|отменил[аи]?|изменил[аи]?|перенесл[аи])(?!\w)|(?<!\w)(?:продл[её]н[аоы]?|отмен[её]н[аоы]?|возвращен[аоы]?)(?!\w)"),
    (_T, _NOW, r"(?<!\w)(?:передал[аи]?|сообщил[аи]?|проинформировал[аи]?|уведомил[аи]?|предупредил[аи]?)(?!\w)|(?<!\w)(?:передан[аоы]?|проинформирован[аоы]?|уведомлен[аоы]?)(?!\w)"),
    (_S, _SOON, r"(?:будет|будут) (?:доставлен|отправлен|принесен|заменен|исправлен)[аоы]?"),
)  # fmt: skip

_HI: tuple[Row, ...] = (
    (_T, _NOW, r"(?:टीम|सहकर्मी|रिसेप्शन|विभाग|कर्मचारी|हाउसकीपिंग)\S* .{0,25}(?:भेज|पहुँचा|पहुंचा|बता|सूचित कर) (?:दिया|दी)"),
    (_S, _NOW, r"रास्ते में (?:है|हैं)|(?:भेज|ला|पहुँचा|पहुंचा) (?:रहे|रहा|रही) (?:हैं|हूँ|हूं|है)|(?:आ|पहुँच|पहुंच) (?:रहे|रहा|रही) (?:हैं|है)"),
    (_S, _SOON, r"(?:भेज|ला|पहुँचा|पहुंचा|ठीक कर|बदल|साफ़ कर|साफ कर|ले आ)(?: ?(?:दूँगा|दूंगा|दूँगी|दूंगी|देंगे|देगा|देगी|एंगे|ऊँगा|ऊंगा|येंगे))|(?:भेजेंगे|भेजूँगा|भेजूंगा|भेजूँगी|लाएंगे|लाएँगे|लाएगा|पहुँचाएंगे|पहुंचाएंगे)|(?:कोई|सहकर्मी|तकनीशियन|कर्मचारी|टीम)\S* .{0,30}(?:आएगा|आएगी|आएंगे|आ जाएगा|पहुँचेगा|पहुंचेगा)|ध्यान (?:रखूँगा|रखेंगे)|व्यवस्था (?:करेंगे|कर देंगे|करूँगा|करूंगा)"),
    (_S, _NOW, r"भेज (?:दिया|दिए|दी)(?: गया| गए| गई)?|पहुँचा दिया|ठीक कर दिया"),
    (_B, _SOON, r"(?:बुक|आरक्षित|ऑर्डर|बुकिंग) (?:कर ?)(?:दूँगा|दूंगा|दूँगी|दूंगी|देंगे|ेंगे|रहे हैं|रहा हूँ|रहा हूं|रही हूँ)|(?:बुक|आरक्षित|ऑर्डर) (?:करेंगे|करूँगा|करूंगा|करूँगी)|टैक्सी (?:बुला|मंगवा|मँगवा) (?:दूँगा|दूंगा|देंगे)"),
    (_B, _NOW, r"(?:बुक|आरक्षित|ऑर्डर|व्यवस्था|इंतज़ाम|इंतजाम) (?:कर ?)(?:दिया|दी|ली|लिया)|(?:टेबल|टैक्सी|मसाज|टिकट) .{0,15}(?:बुक|आरक्षित|कन्फर्म) (?:हो गई|हो गया|हो चुकी|हो चुका|है)"),
    (_C, _SOON, r"(?:बढ़ा|वापस कर|रद्द कर|अपग्रेड कर|बदल कर) ?(?:दूँगा|दूंगा|देंगे)|(?:रिफंड|अपग्रेड) (?:करेंगे|कर देंगे|देंगे)"),
    (_C, _NOW, r"(?:बढ़ा|वापस कर|रद्द कर|अपग्रेड कर|रिफंड कर) (?:दिया|दी|दिए)"),
    (_T, _SOON, r"(?:सूचित|संपर्क|पूछताछ) (?:करेंगे|करेगा|करूँगा|करूंगा|कर दूँगा|कर देंगे)|(?:बता|पूछ|कह) (?:दूँगा|दूंगा|देंगे|लूँगा|लूंगा)|पूछ(?:ूँगा|ूंगा|ेंगे)"),
    (_T, _NOW, r"(?:सूचित कर|बता|आगे भेज|भेज) (?:दिया|दी) (?:है|गया|गई)|सूचना दे दी"),
)  # fmt: skip

_AR: tuple[Row, ...] = (
    (_S, _NOW, r"(?:في طريقها|في طريقه|في الطريق|بطريقها) ?(?:إليك|اليك|إليكم|اليكم|الى|إلى)?|(?:قادم|قادمة|قادمون) إليك"),
    (_S, _SOON, r"(?:^|[\s،])(?:و|ف)?(?:سنرسل|سأرسل|سنحضر|سأحضر|سنجلب|سأجلب|سنوصل|سنوفر|سنصلح|سنقوم ب(?:إرسال|ارسال|إصلاح|اصلاح|توصيل|إحضار|احضار)|سأقوم ب(?:إرسال|ارسال|إحضار|احضار)|سنهتم|سأهتم|سأتولى|سنتولى|سنستبدل|سيصل|سيصلك|ستصلك|سيأتي|سيحضر|سيكون عندك|سنوقظك|سوف (?:نرسل|أرسل|نحضر|أحضر|نوصل|يأتي|يصل|نقوم ب(?:إرسال|توصيل|إصلاح)))"),
    (_S, _NOW, r"(?:نرسل|أرسل) (?:إليك|لك) الآن|(?:لقد |قد )?(?:أرسلت|أرسلنا|ارسلنا|تم إرسال|تم ارسال|تم توصيل|تم إصلاح)"),
    (_B, _SOON, r"(?:سأحجز|سنحجز|سأطلب|سنطلب|سأرتب|سنرتب|سنقوم ب(?:حجز|ترتيب|طلب)|سأقوم ب(?:حجز|ترتيب|طلب)|سوف (?:أحجز|نحجز|نرتب|أرتب|نطلب|أطلب))"),
    (_B, _NOW, r"(?:لقد |قد )?(?:حجزت لك|حجزت لكم|حجزنا|رتبت لك|رتبنا|تم حجز|تم ترتيب|طلبت لك|طلبنا لك|لقد حجزت)"),
    (_C, _SOON, r"(?:سنمدد|سأمدد|سنعيد|سأعيد|سنلغي|سألغي|سنرقي|سنعوض|سنقوم ب(?:تمديد|ترقية|إلغاء|استرداد|تعويض)|سوف (?:نمدد|نلغي|نعيد|نعوض))"),
    (_C, _NOW, r"(?:لقد )?(?:مددنا|مددت إقامت|تم تمديد|تم إلغاء|تم الغاء|تمت ترقية|تم استرداد|تمت إعادة|ألغيت حجز|ألغينا)"),
    (_T, _SOON, r"(?:سأبلغ|سنبلغ|سأخبر|سنخبر|سأسأل|سنسأل|سأنقل|سننقل|سأحيل|سنحيل|سنتواصل|سيتواصل|سيتصل بك|سيرد|سأتحقق مع|سأستفسر|سوف (?:أبلغ|نبلغ|أسأل|نتواصل|يتواصل))"),
    (_T, _NOW, r"(?:لقد )?(?:أبلغت|أبلغنا|ابلغنا|أخبرت|أخبرنا|نقلت طلب|نقلنا|تم إبلاغ|تم ابلاغ|تم إخطار|تم تحويل|أحلت|أحلنا)"),
)  # fmt: skip

_ZH_WHO = r"(?:我们?|同事|工作人员|客房部|技术人员|维修人员|服务员|师傅|前台|司机|专人|员工)"
_ZH: tuple[Row, ...] = (
    (_S, _NOW, r"(?:马上|立即|立刻|正在|稍后|很快|这就|即刻)(?:就|会|为您|给您|给你|把)*.{0,8}(?:送(?:来|到|上|去|过)|送达|过来|上门|处理|维修|安排人|到您|赶到)|已(?:经)?(?:在路上|出发|送出|派出|派人)|正在?(?:送|赶|前往)(?:来|往|过来)?"),
    (_S, _SOON, rf"{_ZH_WHO}(?:们)?(?:将|会|将会|这就|马上|来)(?!员).{{0,12}}(?:送|派|修|更换|打扫|清理|处理|叫醒|过来|上门|准备好)|(?:将|会)(?:有|派)(?:人|专人|同事|工作人员).{{0,8}}(?:来|去|送|处理|上门|到)|包在我身上"),
    (_B, _SOON, rf"{_ZH_WHO}(?:将|会|将会|这就|马上|来)(?:为|帮|替|给)?(?:您|你)?.{{0,6}}(?:预订|预定|预约|订|安排|叫)|(?:正在|马上|立即)(?:为|帮|替|给)(?:您|你).{{0,6}}(?:预订|预定|预约|订|安排|叫)"),
    (_B, _NOW, r"(?:已(?:经)?)(?:为|帮|替|给)?(?:您|你)?.{0,8}(?:预订|预定|预约|订好|订了|安排|叫好|叫了)|(?:订好|预订好|安排好|预约好)了"),
    (_C, _SOON, rf"{_ZH_WHO}(?:将|会|将会|这就|马上)(?:为|帮|替|给)?(?:您|你)?.{{0,6}}(?:延长|延住|升级|退款|退还|取消|更改|换房|赔偿|减免)|(?:马上|立即)(?:为|帮|给)(?:您|你).{{0,6}}(?:延长|升级|退款|取消|换房)"),
    (_C, _NOW, r"已(?:经)?(?:为|帮|替|给)?(?:您|你)?.{0,8}(?:延长|延住|升级|退款|退还|取消|更改|换房|减免)"),
    (_T, _SOON, rf"{_ZH_WHO}(?:将|会|将会|这就|马上|来)(?:为|帮|替|跟|向|和)?(?:您|你)?.{{0,8}}(?:转告|转达|通知(?!您)|询问|问一下|联系|反馈|回复|核实|确认一下|告知)"),
    (_T, _NOW, r"已(?:经)?(?:将|把|为|帮|向)?.{0,12}(?:转告|转达|通知|转交|反馈|告知|上报|记录)"),
)  # fmt: skip

_JA: tuple[Row, ...] = (
    (_S, _NOW, r"(?:向かって|向かわせて)(?:おります|います)|(?:ただいま|ただ今|すぐに?|今すぐ|まもなく).{0,20}(?:お持ち|お届け|伺い|うかがい|参り|まいり|手配|対応|ご用意)(?:いた)?(?:します|しております|させていただきます|ます)"),
    (_S, _SOON, r"(?:お届け|お持ち|ご用意|お送り|修理|交換|清掃|対応|手配)(?:いた)?(?:します|させていただきます)|(?:お届け|お持ち)(?:に)?(?:上がります|あがります|参ります)|(?:伺います|うかがいます|参ります|まいります|お起こし(?:いた)?します)"),
    (_S, _NOW, r"(?:お届け|手配|お送り|修理|ご用意)(?:いた)?しました|手配済み"),
    (_B, _SOON, r"(?:ご予約|予約|お取り|お呼び|手配|ご注文)(?:を)?(?:いた)?(?:します|させていただきます|お取りします|おります)(?!か)|お取り置き(?:いた)?します"),
    (_B, _NOW, r"(?:ご予約|予約|お取り|手配|注文)(?:を)?(?:いた)?しました|(?:ご予約|予約)を?(?:お取りしました|承りました|完了しました|確定しました)|予約済みです"),
    (_C, _SOON, r"(?:延長|アップグレード|返金|キャンセル|変更|免除|割引)(?:いた)?(?:します|させていただきます)"),
    (_C, _NOW, r"(?:延長|アップグレード|返金|キャンセル|変更|免除)(?:いた)?しました"),
    (_T, _SOON, r"(?:申し伝え|お伝え|確認|連絡|問い合わせ|共有|報告|引き継ぎ|折り返しご連絡|ご連絡)(?:いた)?(?:します|させていただきます|ます)(?!と|が必要)|(?:係|スタッフ|担当|フロント)の?者?が.{0,20}(?:ご連絡|お返事|伺い)"),
    (_T, _NOW, r"(?:申し伝え|お伝え|連絡|共有|報告|引き継ぎ)(?:いた)?しました|(?:申し伝えました|伝えておきました|引き継ぎました)"),
)  # fmt: skip

ROWS: Mapping[Language, tuple[Row, ...]] = {
    Language.EN: _EN,
    Language.ES: _ES,
    Language.FR: _FR,
    Language.DE: _DE,
    Language.IT: _IT,
    Language.PT: _PT,
    Language.AR: _AR,
    Language.ZH: _ZH,
    Language.JA: _JA,
    Language.HI: _HI,
    Language.RU: _RU,
}

_ROMANCE = (
    r"\bsi (?:lo|la|le|nos|usted|desea|quiere|necesita|prefiere|hay)\b"
    r"|\bse (?:lo |la |le |ha |vuole|desidera|preferisce|preferite|volete"
    r"|desejar|quiser|precisar|preferir|pretender)"
)
"""Sisters share their verbs, so what opens an offer in one has to be heard in the others."""

CONDITIONS: Mapping[Language, str] = {
    Language.EN: r"\b(?:if|unless|in case|should you|whenever|when you|once you|as soon as you|(?:up)?on request)\b",
    Language.DE: r"\b(?:wenn|falls|sofern|sobald sie|auf (?:wunsch|anfrage|ihren wunsch)|möchten sie|bei bedarf)\b",
    Language.FR: r"\b(?:si|s'il|dès que vous|lorsque vous|quand vous|sur demande|à votre demande|en cas de)\b",
    Language.ES: _ROMANCE + r"|\b(?:si|en caso de|cuando (?:usted|lo desee|quiera)|(?:a|bajo) petición|previa solicitud|en cuanto nos)\b",
    Language.IT: _ROMANCE + r"|\b(?:se|qualora|quando (?:vuole|desidera|vorrà)|su richiesta|non appena ci)\b",
    Language.PT: _ROMANCE + r"|(?<!-)\bse (?:houver|for|necessário|nos|o|a)\b|\b(?:caso|quando (?:quiser|desejar)|a pedido|mediante pedido|assim que nos)\b",
    Language.RU: r"(?<!\w)(?:если|при желании|по (?:вашему )?запросу|как только вы|когда вы)(?!\w)",
    Language.AR: r"(?:^|\s)(?:إذا|اذا|إن كنت|في حال|عند الطلب|بناء على طلب)",
    Language.ZH: r"如果|若您|若是|假如|如需|如您|需要的话|的话|应要求|根据要求",
    Language.JA: r"もし|(?:でし|まし|し|られ|なっ|だっ)たら|場合|ご希望|ご要望に応じ|であれば|なら|いただければ|すれば",
    Language.HI: r"अगर|यदि|अनुरोध पर|चाहें तो|चाहते हैं तो",
}  # fmt: skip
"""An offer, not a promise: it depends on what the guest says next."""

HABITS: Mapping[Language, str] = {
    Language.EN: r"\b(?:every (?:day|morning|evening|night|week|hour)|daily|usually|always|generally|each (?:day|morning))\b",
    Language.DE: r"\b(?:täglich|jeden (?:tag|morgen|abend)|immer|in der regel|normalerweise|üblicherweise|für \d+)\b",
    Language.FR: r"\b(?:tous les (?:jours|matins|soirs)|chaque (?:jour|matin|soir)|quotidiennement|toujours|habituellement)\b",
    Language.ES: r"\b(?:todos los días|cada (?:día|mañana|noche)|diariamente|a diario|siempre|normalmente)\b",
    Language.IT: r"\b(?:ogni (?:giorno|mattina|sera)|tutti i giorni|quotidianamente|sempre|di solito)\b",
    Language.PT: r"\b(?:todos os dias|todas as (?:manhãs|noites)|cada dia|diariamente|sempre|normalmente)\b",
    Language.RU: r"(?<!\w)(?:каждый (?:день|вечер)|каждое утро|ежедневно|всегда|обычно)(?!\w)",
    Language.AR: r"كل يوم|يوميا|يومياً|دائما|عادة",
    Language.ZH: r"每天|每日|每晚|通常|总是",
    Language.JA: r"毎日|毎朝|毎晩|通常|いつも",
    Language.HI: r"हर (?:दिन|सुबह|शाम)|रोज़|रोज|हमेशा|आमतौर",
}  # fmt: skip
"""What the hotel does anyway."""

DENIALS = (
    r"(?:\b(?:no|not|never|cannot|can't|won't|nunca|non|mai|não|nem|nicht|nie|kein\w*|ne|jamais|ni)|n'|"
    r"(?<!\w)(?:не|нет|ещё не|никогда не|لا|لن|لم|لسنا|ليس))"
    r"\s*(?:[\w'-]+\s+)?$|(?:没有?|不|无法|未|不能|不会|还没)\S{0,4}$"
)
"""Right before the words of a promise: it is none."""

DENIALS_AFTER = r"^\S{0,4}\s?(?:नहीं|ません|かねます|できません|nicht\b|pas\b|না)|^.{0,12}नहीं"

QUESTIONS = (
    r"^\W*(?:(?:and |also |or )?(?:shall|should|may|can|could|would|do|does|will|is|are|what|when|where|which|how)"
    r"|soll(?:en)?|darf|dürfen|möchten|können|wollen|sind|ist|brauchen"
    r"|voulez|souhaitez|désirez|puis-je|pouvons|est-ce|dois-je|faut-il|à quelle|quelle?s?|combien"
    r"|desea|quiere|puedo|podemos|a qué|cuánt|qué|le gustaría|prefiere"
    r"|desidera|vuole|posso|possiamo|a che|quant|preferisce|le piacerebbe"
    r"|deseja|quer|gostaria|a que|prefere"
    r"|хотите|желаете|могу|можем|нужно ли|во сколько|сколько"
    r"|هل|متى|كم|क्या|कितने|कब)(?!\w)"
)
"""How a question begins; its words promise nothing."""
