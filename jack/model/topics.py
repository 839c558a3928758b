"""What a request is about, as the guest reads it: the bare name of an intent in every language."""

from __future__ import annotations

from collections.abc import Iterable

from jack.model.languages import Language, parse

_LANGUAGES = tuple(Language)

_WIDE = {Language.ZH: "、", Language.JA: "、", Language.AR: "، "}

# In the order of `Language`: en es fr de it pt ar zh ja hi ru.
_TABLE = {
    "request.service.towels": (
        "towels|toallas|serviettes de bain|Handtücher|asciugamani|toalhas|مناشف|毛巾|タオル|"
        "तौलिये|полотенца"
    ),
    "request.service.pillows": (
        "pillows|almohadas|oreillers|Kissen|cuscini|travesseiros|وسائد|枕头|枕|तकिये|подушки"
    ),
    "request.service.blankets": (
        "blankets|mantas|couvertures|Decken|coperte|cobertores|بطانيات|毯子|毛布|कंबल|одеяла"
    ),
    "request.service.toiletries": (
        "toiletries|artículos de aseo|articles de toilette|Pflegeartikel|articoli da bagno|"
        "artigos de higiene|مستلزمات الحمام|洗漱用品|洗面用具|प्रसाधन सामग्री|"
        "туалетные принадлежности"
    ),
    "request.service.housekeeping": (
        "room cleaning|limpieza de la habitación|ménage de la chambre|Zimmerreinigung|"
        "pulizia della camera|limpeza do quarto|تنظيف الغرفة|客房清洁|お部屋の清掃|"
        "कमरे की सफ़ाई|уборка номера"
    ),
    "request.service.turndown": (
        "turndown service|servicio de cobertura|préparation du lit pour la nuit|Abendservice|"
        "servizio serale in camera|preparação da cama para a noite|تجهيز السرير للمساء|"
        "夜床服务|ターンダウンサービス|टर्नडाउन सेवा|вечерняя подготовка номера"
    ),
    "request.service.minibar": (
        "minibar and water|minibar y agua|minibar et eau|Minibar und Wasser|minibar e acqua|"
        "frigobar e água|الميني بار والماء|迷你吧和饮用水|ミニバーとお水|मिनीबार और पानी|"
        "мини-бар и вода"
    ),
    "request.service.ice": ("ice|hielo|glaçons|Eis|ghiaccio|gelo|ثلج|冰块|氷|बर्फ़|лёд"),
    "request.service.iron": (
        "iron|plancha|fer à repasser|Bügeleisen|ferro da stiro|ferro de passar|مكواة|熨斗|"
        "アイロン|इस्त्री|утюг"
    ),
    "request.service.crib": (
        "crib|cuna|lit bébé|Babybett|culla|berço|سرير أطفال|婴儿床|ベビーベッド|बच्चे का पालना|"
        "детская кроватка"
    ),
    "request.service.rollaway": (
        "extra bed|cama supletoria|lit supplémentaire|Zustellbett|letto aggiuntivo|cama extra|"
        "سرير إضافي|加床|エキストラベッド|अतिरिक्त बिस्तर|дополнительная кровать"
    ),
    "request.dining.room_service": (
        "room service order|pedido al servicio de habitaciones|commande au room service|"
        "Bestellung beim Zimmerservice|ordine in camera|pedido ao serviço de quarto|"
        "طلب خدمة الغرف|客房送餐|ルームサービスのご注文|रूम सर्विस का ऑर्डर|заказ в номер"
    ),
    "request.dining.reservation": (
        "table in the restaurant|mesa en el restaurante|table au restaurant|"
        "Tisch im Restaurant|tavolo al ristorante|mesa no restaurante|طاولة في المطعم|餐厅订位|"
        "レストランのお席|रेस्तराँ में टेबल|столик в ресторане"
    ),
    "request.dining.breakfast": (
        "breakfast|desayuno|petit-déjeuner|Frühstück|colazione|café da manhã|الإفطار|早餐|朝食|"
        "नाश्ता|завтрак"
    ),
    "request.dining.special_meal": (
        "special meal|comida especial|repas spécial|besonderes Essen|pasto speciale|"
        "refeição especial|وجبة خاصة|特殊餐食|特別食|विशेष भोजन|особое питание"
    ),
    "request.concierge.taxi": (
        "taxi or transfer|taxi o traslado|taxi ou transfert|Taxi oder Transfer|taxi o navetta|"
        "táxi ou traslado|سيارة أجرة أو نقل|出租车或接送|タクシー・送迎|टैक्सी या ट्रांसफ़र|"
        "такси или трансфер"
    ),
    "request.concierge.restaurant_booking": (
        "restaurant booking|reserva de restaurante|réservation de restaurant|"
        "Restaurantreservierung|prenotazione al ristorante|reserva em restaurante|"
        "حجز مطعم|餐厅预订|レストランのご予約|रेस्तराँ बुकिंग|бронь в ресторане"
    ),
    "request.concierge.tickets": (
        "tickets|entradas|billets|Tickets|biglietti|ingressos|تذاكر|门票|チケット|टिकट|билеты"
    ),
    "request.concierge.tour": (
        "tour|excursión|excursion|Ausflug|escursione|passeio|جولة|游览|ツアー|"
        "घूमने का कार्यक्रम|экскурсия"
    ),
    "request.concierge.spa": (
        "spa appointment|cita en el spa|rendez-vous au spa|Spa-Termin|appuntamento alla spa|"
        "horário no spa|موعد في السبا|水疗预约|スパのご予約|स्पा अपॉइंटमेंट|запись в спа"
    ),
    "request.concierge.rental": (
        "rental|alquiler|location|Verleih|noleggio|aluguel|تأجير|租赁|レンタル|किराये पर लेना|прокат"
    ),
    "request.concierge.flowers": (
        "flowers|flores|fleurs|Blumen|fiori|flores|زهور|鲜花|お花|फूल|цветы"
    ),
    "request.concierge.celebration": (
        "celebration|celebración|surprise de fête|Feier|festeggiamento|comemoração|احتفال|"
        "庆祝安排|お祝い|उत्सव की व्यवस्था|праздничный сюрприз"
    ),
    "request.room.early_checkin": (
        "early check-in|entrada anticipada|arrivée anticipée|früher Check-in|"
        "check-in anticipato|check-in antecipado|تسجيل وصول مبكر|提前入住|アーリーチェックイン|"
        "जल्दी चेक-इन|ранний заезд"
    ),
    "request.room.late_checkout": (
        "late check-out|salida tardía|départ tardif|später Check-out|check-out posticipato|"
        "check-out tardio|تسجيل مغادرة متأخر|延迟退房|レイトチェックアウト|देर से चेक-आउट|"
        "поздний выезд"
    ),
    "request.room.change": (
        "room change|cambio de habitación|changement de chambre|Zimmerwechsel|cambio di camera|"
        "troca de quarto|تغيير الغرفة|换房|お部屋の変更|कमरा बदलना|смена номера"
    ),
    "request.room.upgrade": (
        "upgrade|mejora de categoría|surclassement|Zimmer-Upgrade|camera superiore|"
        "quarto superior|ترقية الغرفة|房型升级|お部屋のアップグレード|कमरे का अपग्रेड|"
        "повышение категории номера"
    ),
    "request.room.extend": (
        "longer stay|prolongación de la estancia|prolongation du séjour|"
        "Verlängerung des Aufenthalts|soggiorno più lungo|estadia prolongada|تمديد الإقامة|"
        "延长入住|ご滞在の延長|ठहरने की अवधि बढ़ाना|продление проживания"
    ),
    "request.room.key": (
        "room key|llave de la habitación|clé de la chambre|Zimmerschlüssel|chiave della camera|"
        "chave do quarto|مفتاح الغرفة|房卡|ルームキー|कमरे की चाबी|ключ от номера"
    ),
    "request.technical.wifi": (
        "Wi-Fi|wifi|Wi-Fi|WLAN|Wi-Fi|Wi-Fi|الواي فاي|无线网络|Wi-Fi|वाई-फ़ाई|Wi-Fi"
    ),
    "request.technical.tv": (
        "television|televisor|télévision|Fernseher|televisore|televisão|التلفاز|电视|テレビ|"
        "टीवी|телевизор"
    ),
    "request.technical.phone": (
        "room telephone|teléfono de la habitación|téléphone de la chambre|Zimmertelefon|"
        "telefono in camera|telefone do quarto|هاتف الغرفة|客房电话|客室の電話|कमरे का फ़ोन|"
        "телефон в номере"
    ),
    "request.wake_up.call": (
        "wake-up call|llamada despertador|appel de réveil|Weckruf|sveglia telefonica|"
        "chamada para despertar|مكالمة إيقاظ|叫醒电话|モーニングコール|जगाने की कॉल|"
        "звонок-будильник"
    ),
    "complaint.noise": ("noise|ruido|bruit|Lärm|rumore|barulho|الضوضاء|噪音|騒音|शोर|шум"),
    "complaint.cleanliness": (
        "cleanliness|limpieza|propreté|Sauberkeit|pulizia|limpeza|النظافة|清洁|清掃状態|"
        "साफ़-सफ़ाई|чистота"
    ),
    "complaint.maintenance.heating": (
        "heating and hot water|calefacción y agua caliente|chauffage et eau chaude|"
        "Heizung und Warmwasser|riscaldamento e acqua calda|aquecimento e água quente|"
        "التدفئة والماء الساخن|暖气和热水|暖房とお湯|हीटिंग और गरम पानी|"
        "отопление и горячая вода"
    ),
    "complaint.maintenance.plumbing": (
        "plumbing|fontanería|plomberie|Sanitär|impianto idraulico|encanamento|السباكة|水管|"
        "水回り|नल और पाइप|сантехника"
    ),
    "complaint.maintenance": (
        "repair|reparación|réparation|Reparatur|riparazione|conserto|إصلاح|维修|修理|मरम्मत|ремонт"
    ),
    "complaint.billing": (
        "bill|factura|facture|Rechnung|conto|fatura|الفاتورة|账单|ご請求|बिल|счёт"
    ),
    "complaint": (
        "complaint|queja|réclamation|Beschwerde|reclamo|reclamação|شكوى|投诉|ご指摘の件|शिकायत|"
        "жалоба"
    ),
}


_TOPICS = {
    intent: dict(zip(_LANGUAGES, names.split("|"), strict=True)) for intent, names in _TABLE.items()
}


def topic(intent: str, language: str) -> str | None:
    """The name of what `intent`, or the nearest family above it, is about; None when it has none."""
    parts = intent.split(".")
    for length in range(len(parts), 0, -1):
        names = _TOPICS.get(".".join(parts[:length]))
        if names is not None:
            return names[parse(language) or Language.EN]
    return None


def listed(parts: Iterable[str], language: str) -> str:
    """`a, b, c` with the comma of the language."""
    return _WIDE.get(parse(language) or Language.EN, ", ").join(parts)
