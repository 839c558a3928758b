"""What hotels are asked about, in every guest language: a word index that crosses languages.

Vectors tell a lift from a shuttle badly in some languages, and words reach no other language at all.
Each row names one thing by the words that guests and hotels use for it; which of them a text has is
compared between a question and an entry, whatever the language of either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from jack.model.languages import fold

REMEMBERED_TEXTS = 1024
REMEMBERED_WORDS = 8192
OPEN = 3
"""So many letters of a phrase's first word are always given, where its ending is open."""
MAX_READ_CHARS = 4000
"""How much of an entry is read for concepts."""


@lru_cache(REMEMBERED_TEXTS)
def concepts(text: str) -> frozenset[str]:
    """The names of the things a text speaks of. In a phrase its words name nothing of their own: a
    safety deposit box is no deposit, and who lifts weights asks for no lift."""
    table = _table()
    tokens = _tokens(text[:MAX_READ_CHARS])
    found: set[str] = set()
    covered: set[int] = set()
    for at, token in enumerate(tokens):
        for phrase in (*table.phrases.get(token, ()), *table.phrases.get(token[:OPEN] + "*", ())):
            if _begins(tokens, at, phrase.words):
                found.update(phrase.concepts)
                covered.update(range(at, at + len(phrase.words)))
    for at, token in enumerate(tokens):
        if at not in covered:
            found.update(_named_by(token))
    return frozenset(found)


def in_hotels_words(asked: frozenset[str], written: frozenset[str]) -> frozenset[str]:
    """What a question asks for, by what a hotel has written of at all.

    A thing nothing is written of stands for one that does the same; beside a thing that there is, what
    only tells where somebody comes from or what they carry counts for nothing.
    """
    found: set[str] = set()
    for thing in asked:
        found |= (
            {thing} if thing in written else (_SERVED_BY.get(thing, set()) & written or {thing})
        )
    known = found & written
    return frozenset(found - (_ASIDES - written) if known else found)


_SERVED_BY = {
    "dinner": {"restaurant"},
    "lunch": {"restaurant"},
    "stairs": {"lift"},
    "locker": {"safe", "luggage"},
    "payment": {"cards", "cash"},
    "late": {"checkout"},
    "beachtowels": {"towels"},
    "metro": {"station"},
}
"""By what else hotels do the same."""

_ASIDES = {
    "airport",
    "station",
    "passport",
    "boots",
    "children",
    "mobile",
    "snow",
    "visitors",
    "doctor",
}


def words_of(names: frozenset[str]) -> list[str]:
    """The single words by which an index of words finds these things, in every language.

    `name*` is a beginning; words with more than one part or an open beginning are left out.
    """
    rows = _rows()
    return [word for name in sorted(names) for word in rows[name] if _is_plain(word)]


# One word a cell: `*` stands for any letters, `_` for a space. Chinese, Japanese and Hindi words are
# found anywhere in a text, Arabic ones behind their prefixes too.
_TABLE = """
pool: pool pools swim swimming piscin* schwimm* *becken *pool nuot* nadar alberca مسبح* السباحة
    حمام_سباحة 泳池 游泳 プール 水泳 पूल तैर бассейн* плава* becken
spa: spa spas wellness thermal* termal* hammam jacuzzi whirlpool hot_tub سبا السبا منتجع_صحي 水疗
    スパ 温泉 स्पा спа джакузи
sauna: sauna* saun* steam_room* steam_bath* steambath dampfbad* bano_turco bano_de_vapor bain_de_vapeur
    bain_turc bagno_turco banho_turco غرفة_بخار حمام_تركي 蒸汽 スチーム स्टीम ساونا 桑拿 サウナ सौना саун*
massage: massag* massaj* masaj* massagg* treatment* masseu* مساج تدليك 按摩 マッサージ मालिश मसाज
    массаж*
gym: gym gyms fitness* finess gimnasio* salle_de_sport salle_de_gym musculation palestra academia
    workout kraftraum ginasio جيم صالة_رياضية نادي_رياضي لياقة 健身 ジム フィットネス जिम व्यायाम
    тренаж* спортзал* фитнес*
    treadmill* laufband* weights dumbbell* hantel* cinta_de_correr tapis_de_course tapis_roulant
    esteira pesas
    lift_weights lift_some_weights work_out working_out exercise_room fitnessraum* gerateraum
    entrenar musculacion s_entrainer trainieren allenarsi treinar 锻炼 筋トレ
parking: park parking parked car_park carpark *garage* garag* parcheg* estaciona* aparca*
    aparcamiento parken *parkplatz* *parkhaus* stellplatz* se_garer garer stationn* posteggi* موقف
    مواقف صف_السيار* ركن_السيار* 停车 泊车 車庫 駐車 パーキング पार्किंग गाड़ी_खड़ी парков* парковк*
    стоянк* deixar_o_carro deixar_meu_carro dejar_el_coche dejar_el_carro laisser_la_voiture
    laisser_ma_voiture auto_abstellen lasciare_la_macchina lasciare_l_auto leave_my_car
    leave_our_car leave_the_car 放车 车位 車を停め
    leave_the_car_overnight leave_a_car where_can_i_put_my_car put_the_car 停放
    valet valet_parking voiturier aparcacoches manobrista
charging: charging_station* ev electric_car* electric_vehicle* charge_an_electric
    charge_my_electric charging_electric charge_my_car *ladesaul* elektroauto* e-auto *elektrisch*
    coche*_electric* coches_electricos borne*_de_recharge voiture*_electrique* colonnin*
    auto_elettric* carro*_eletric* شاحن_السيار* سيارات_كهربائية للسيارات_الكهربائية سيارة_كهربائية
    充电桩 电动车 电动汽车 充電スタンド 電気自動車 इलेक्ट्रिक_कार электромобил* charge_my_ev
    tesla charge_my plug_in_my wallbox enchufar_el_coche
    зарядк*_для_электро* charge_a_car
wifi: wifi wi-fi wlan internet* wireless واي_فاي الواي_فاي انترنت الانترنت 无线网 无线 上网 网络
    ワイファイ インターネット वाई-फाई वाईफाई वाई_फाई इंटरनेट интернет* вай-фай вайфай
breakfast: breakfast* desayun* petit-dejeuner petit-dejeuners petits-dejeuners petit_dejeuner
    *fruhstuck* colazion* cafe_da_manha pequeno-almoco pequeno_almoco فطور الافطار افطار 早餐 早饭
    朝食 朝ごはん नाश्ता नाश्ते завтрак*
    petit_dej petit-dej p_tit_dej fruhstucken desayunar far_colazione позавтрака*
lunch: lunch* almuerz* almorz* mittagess* pranz* almoco almocar غداء الغداء 午餐 午饭 昼食 ランチ
    दोपहर_का_खाना обед*
    пообеда* mittag_essen
dinner: dinner* supper dine evening_meal* cena cenas cenar cenare diner diners *abendess* cenate
    jantar* عشاء العشاء 晚餐 晚饭 夕食 ディナー रात_का_खाना डिनर ужин*
    поужина* 晩ご飯 夜ご飯 夕飯
restaurant: restaurant* restaurante* ristorant* food eat eating meals essen* speise* comer comida
    manger mangiar* repas cibo مطعم المطعم طعام الطعام 餐厅 饭店 吃饭 食べ物 レストラン 食事
    रेस्तरां रेस्टोरेंट खाना ресторан* поесть еда еду
bar: bar bars pub pubs drink drinks cocktail* beer bebida* boisson* getrank* bevand* bebidas
    happy_hour بار البار مشروب* 酒吧 饮料 バー 飲み物 बार पेय бар бара баре бары напит*
roomservice: room_service rooms_service in-room_dining room_dining servicio_de_habitaciones
    servicio_a_la_habitacion service_en_chambre service_d'etage diner_dans_la_chambre
    manger_dans_la_chambre zimmerservice aufs_zimmer servizio_in_camera servico_de_quarto
    خدمة_الغرف 客房送餐 送餐 客房服务 ルームサービス रूम_सर्विस еда_в_номер обслуживани*_в_номер*
    food_to_my_room food_to_the_room food_to_our_room food_in_my_room meal_in_my_room
    eat_in_my_room eat_in_our_room eat_in_the_room order_to_my_room delivered_to_my_room
    dinner_in_my_room dinner_in_the_room comer_en_la_habitacion cenar_en_la_habitacion
    comida_en_la_habitacion comida_a_la_habitacion repas_en_chambre repas_dans_la_chambre
    auf_dem_zimmer_essen im_zimmer_essen essen_aufs_zimmer mangiare_in_camera cenare_in_camera
    comer_no_quarto jantar_no_quarto comida_no_quarto الطعام_الى_الغرفة الاكل_في_الغرفة 房间里吃
    送到房间 部屋で食事 部屋で食べ कमरे_में_खाना कमरे_पर_खाना в_номер_еду еду_в_номер поесть_в_номере
checkin: check-in check_in checkin checking_in check_ins arrive arriving arrival* entrada
    registrarse llegar llegada llegamos arrivee arriver anreise* ankunft ankommen einchecken
    arrivo arrivare chegada chegar تسجيل_الدخول تسجيل_الوصول الوصول استلام 入住 办理入住
    チェックイン चेक-इन चेक_इन चेकइन पहुँच заезд* заселени* заселит* get_into_my_room
    get_into_the_room get_into_our_room room_ready rooms_ready room_be_ready avere_la_camera
    bezugsfertig
    get_into_the_building get_into_the_apartment do_i_get_in do_we_get_in enter_my enter_our
    enter_the_apartment in_die_wohnung door_code key_code
    get_my_room get_our_room have_my_room have_our_room avoir_la_chambre avoir_notre_chambre
    recuperer_la_chambre tener_la_habitacion entrar_en_la_habitacion ins_zimmer zimmer_beziehen
    zimmer_bekommen avere_la_stanza ter_o_quarto entrar_no_quarto 拿到房间 进房 部屋に入れ
checkout: check-out check_out checkout checking_out leave_the_room free_the_room day_you_leave
    leaving salida salir departure depart liberer_la_chambre quitter_la_chambre abreise* abreisen
    auschecken checken_bis partenza partire saida sair deixar_o_quarto dejar_el_hotel تسجيل_الخروج
    المغادرة مغادرة 退房 离店 チェックアウト चेक-आउट चेक_आउट चेकआउट выезд* выехать съехать
    out_of_the_room be_out vacate raumen quedarnos_en_la_habitacion
    leave_the_apartment leave_the_flat leave_our must_i_leave must_we_leave leave_by
    dejar_el_apartamento dejar_la_habitacion quitter_l'appartement quitter_l_appartement
    wohnung_verlassen zimmer_verlassen lasciare_la_camera lasciare_l_appartamento
    deixar_o_apartamento
    aus_dem_zimmer aus_unserem_zimmer zimmer_raumen zimmer_raus free_up_the_room out_of_our_room
    out_of_my_room dejar_libre liberar_a_habitacion liberar_o_quarto lasciare_libera
    lasciare_la_stanza rendre_la_chambre 离开房间 部屋を出
    hand_back_the_key hand_in_the_key return_the_key give_back_the_key devolver_la_llave
    rendre_la_cle schlussel_abgeben restituire_la_chiave devolver_a_chave liberare_la_camera
    liberar_la_habitacion ficar_no_quarto rester_dans_la_chambre im_zimmer_bleiben 退房时间
    освобод* освобожд* ultimo_dia quedarnos_el quedarme_el dernier_jour letzten_tag
    ultimo_giorno dia_da_saida 最后一天 最終日
late: late_check-out late_checkout late_check_out salida_tardia depart_tardif spater_check-out
    spate_abreise check-out_posticipato check-out_tardio خروج_متأخر 延迟退房 レイトチェックアウト
    поздний_выезд поздн*_выезд* keep_the_room keep_our_room keep_my_room stay_longer_in_the_room
    quedarnos_mas_tiempo garder_la_chambre zimmer_langer behalten tenere_la_camera
    ficar_com_o_quarto 晚点退房 遅く_チェックアウト
luggage: luggage baggage bagage bags bag suitcase* backpack* equipaje maleta* consigna mochila*
    bagage* valise* consigne *gepack* koffer* rucksack bagagl* valigi* deposito_bagagli bagagem
    bagagens mala malas امتعة الامتعة حقائب حقائبي حقيبة 行李 箱子 荷物 スーツケース सामान लगेज
    багаж* чемодан* камера_хранения вещи
pets: pet pets dog dogs cat cats animal* puppy labrador perro* perra* gato* mascota* chien*
    chienne* animaux animal hund hunde hunden haustier* katze* cane cani gatti gatto animali
    cachorro* bicho* cao caes كلب كلبي كلاب الكلاب قطة قطط القطط حيوان* الحيوانات 宠物 狗 猫
    ペット 犬 कुत्ता कुत्ते पालतू собак* животн* питомц* кошк* кот котом
    shepherd retriever terrier poodle dachshund bulldog spaniel kitten kittens pup hamster parrot
    rabbit hundchen dackel
    mon_chat un_chat chats ma_chatte mon_chien
    perrito* perrita* gatito* cagnolin* gattin* cachorrinho* gatinho* щенок щенк* собачк*
    кошечк* котик* petit_chien hundchen* katzchen*
children: child children kid kids daughter toddler* niño* niños nino* nina* ninos hijo* hija*
    enfant* fils fille kinder kindern sohn tochter bambin* figli figlio figlia crianca* filho*
    filha* طفل اطفال الاطفال طفلي 孩子 儿童 小孩 子供 子ども बच्चे बच्चा बच्चों ребен* дети детьми
    детей детск* сын дочь my_son our_son mit_kind unser_kind meinem_kind
baby: baby babies infant* crib cribs cot cots high_chair* cuna* bebe bebes lit_bebe babybett*
    *kinderbett* gitterbett* hochstuhl* culla* lettino berco* رضيع للرضيع سرير_اطفال 婴儿 ベビー
    शिशु पालना младен* кроватк* грудн*
    trona tronas chaise_haute seggiolon* cadeirao cadeira_alta
minors: minimum_age age_restriction age_limit under_18 under_16 minor minors underage edad_minima
    menor menores mineur* minderjahrig* mindestalter minorenn* eta_minima idade_minima
    الحد_الادنى_للعمر 年龄 未成年 年齢 न्यूनतम_आयु उम्र возраст* несовершеннолетн*
smoking: fum* raucher* rauch* *rauchen rauchfrei aschenbecher ashtray تدخين التدخين مدخن* 吸烟
    抽烟 禁烟 喫煙 禁煙 タバコ たばこ धूम्रपान सिगरेट кур* курит* курить smoke smokes smoking
    smoker smokers smoked_in
    cigarette* cigarrillo* zigarette* sigarett* cigarro* vape vaping e-cigarette* e-zigarette*
    vapear vapoter svapare
laundry: laundry laundromat launderette wash_clothes wash_my washing washing_machine* lavander*
    lavadora* laver lave-linge laverie blanchisserie lessive *wasche* waschen waschsalon
    waschmaschine* lavatric* lavanderia* lavar lavam غسيل الغسيل مغسلة غسالة 洗衣 洗涤 洗濯
    ランドリー लॉन्ड्री धुलाई कपड़े_धो стирк* постира* стирал* прачечн* washer* dryer tumble_dry*
    wasche wash_our
drycleaning: dry_clean* dry_cleaning *reinigung gereinigt tintorer* nettoyage_a_sec pressing
    lavaggio_a_secco lavagem_a_seco تنظيف_جاف 干洗 ドライクリーニング クリーニング ड्राई_क्लीन*
    химчистк*
iron: iron irons ironing plancha* planchar fer_a_repasser repass* bugel* *bugel* ferro_da_stiro
    stirar* ferro_de_passar passar_roupa مكواة كي_الملابس 熨 アイロン इस्त्री प्रेस утюг* гладильн*
    глажк*
    creased crease wrinkled wrinkles press_my ironed arrugad* froisse* zerknittert knitter*
    stropicciat* amarrotad* мятая помят*
towels: towel* toalla* serviette* handtuch* handtucher* asciugaman* toalha* linen منشفة مناشف
    المناشف 毛巾 浴巾 タオル तौलिया तौलिये полотен*
    bed_linen linens bettwasche ropa_de_cama draps lenzuola lencois 床单 シーツ
beachtowels: beach_towel* toalla*_de_playa toallas_para_la_playa strandtuch* badetuch*
    serviette*_de_plage teli_mare 沙滩巾
lift: lift lifts elevator* ascensor* elevador* ascenseur* aufzug* fahrstuhl* ascensore مصعد المصعد
    اسانسير 电梯 エレベーター लिफ्ट лифт*
access: wheelchair* disab* handicap* accessib* accesib* accessibil* minusvalid* discapac*
    silla*_de_ruedas fauteuil_roulant handicape* *rollstuhl* behindert* barrierefrei*
    gehbehindert* disabil* sedia_a_rotelle deficien* cadeira_de_rodas acessib* كرسي_متحرك
    ذوي_الاحتياجات 轮椅 残疾 无障碍 車椅子 バリアフリー व्हीलचेयर विकलांग инвалид* коляск*
    cadeirante* wheel_chair mobility rollstuhlfahrer* sedia_rotelle movilidad_reducida
    mobilite_reduite mobilidade_reduzida mobilita_ridotta بكرسي لذوي
stairs: stair* steps upstairs ground_floor escalera* escalier* treppe* stufe* erdgeschoss scal*
    escada* درج سلالم 楼梯 階段 सीढ़ी सीढ़ियाँ лестниц* ступен* step_free manage_stairs
cards: card cards visa mastercard amex american_express credit_card* tarjeta* carte*_de_credit
    carte*_bancaire* carte_bleue carta_di_credito carte_di_credito carte_accett* kreditkarte*
    ec-karte kartenzahlung cartao cartoes بطاقة بطاقات بطاقة_ائتمان 信用卡 刷卡 カード कार्ड карт*
    картой
    maestro master_card debit_card* ec_karte tarjetas_de amex_card karten
cash: cash efectivo especes liquide bar_zahlen bargeld contant* dinheiro em_dinheiro نقدا النقد
    كاش 现金 現金 नकद наличн*
payment: payment* zahlung* paiement* pagamento* pagamentos 付款 支付 支払 भुगतान оплат* pay_by
    pay_with pay_in how_can_i_pay how_do_i_pay ways_to_pay zahlen_mit mit_*_zahlen
    wie_kann_ich_zahlen como_puedo_pagar pagar_con payer_par payer_avec pagare_con pagar_com
    طرق_الدفع الدفع_ب
deposit: deposit deposits deposito fianza caution acompte *kaution* anzahlung cauzione caparra
    caucao تأمين عربون 押金 保証金 デポジット जमा_राशि депозит* залог*
    hold_on_my_card hold_on_the_card block_on_my_card blocked_on_my preauthori* pre-authori*
    authorisation_hold kreditkarte_geblockt kreditkarte_blockiert bloquear_en_la_tarjeta
    bloquean_en
tax: city_tax tourist_tax tasa_turistica impuesto* taxe_de_sejour *kurtaxe* *city-tax* ortstaxe
    tassa_di_soggiorno taxa_turistica ضريبة 城市税 住宿税 宿泊税 टैक्स налог* курортный_сбор
cancel: cancel* stornier* storno stornierung* annul* disdir* disdett* reembols* refund* الغاء
    إلغاء الالغاء 取消 退款 キャンセル रद्द отмен* аннулир*
invoice: invoice* receipt* factura* facture* rechnung* fattura* fatura* recibo nota_fiscal فاتورة
    الفاتورة 发票 领収書 領収書 請求書 बिल रसीद счет счёт чек квитанц*
reception: reception front_desk frontdesk recepcion* rezeption* empfang ricevimento recepcao
    recepción استقبال الاستقبال 前台 フロント 受付 रिसेप्शन ресепшн ресепшен стойк*_регистрац*
    at_the_desk the_desk your_desk front_office receptionist* recepcionista* empfangstresen
    an_der_rezeption night_desk receptionniste*
    will_there_be_someone someone_there somebody_there anyone_there anyone_at_night
    staff_at_night jemand_da quelqu_un_a_l_accueil alguien_en_recepcion qualcuno_alla_reception
airport: airport* aeropuerto* aeroport* flughafen* landing_at landing_in are_landing is_landing
    after_landing before_landing landing_late landing_early landed lands flight* vuelo* vol aeroporto voo
    volo المطار مطار 机场 空港 एयरपोर्ट हवाई_अड्डे हवाई_अड्डा аэропорт*
helipad: helipad* heliport* helicopter* helipuerto* helicoptero* heliponto* *hubschrauber*
    elicotter* eliporto* eliport* вертолет* 停机坪 直升机 直升飞机 ヘリポート ヘリコプター हेलीपैड
    हेलिपैड हेलीकॉप्टर हेलिकॉप्टर هليكوبتر مروحيه مهبط
station: train_station railway* station stations train trains estacion* tren trenes gare gares zug
    *bahnhof* bahn stazione treno estacao trem comboio محطة القطار قطار 火车站 车站 高铁 駅 電車
    रेलवे_स्टेशन स्टेशन ट्रेन вокзал* поезд* станци*
shuttle: shuttle* skibus* ski_bus transfer* traslado* transporte navette* transfert* navetta navette
    traslados pick_you_up pick_up pick_us_up abholung abholen abholservice recoger recogida
    viene*_a_prendere توصيل نقل_من حافلة_الفندق 接送 接我们 班车 摆渡 送迎 シャトル शटल трансфер*
    шаттл* встретить hotel_bus collect_us collect_me fetch_us ramassage holt_uns_jemand abgeholt
    recogernos venir_nous_chercher vienen_a_buscar venite_a_prenderci vem_nos_buscar 接我 来接
    迎えに pickup pickups pick-up airport_pickup airport_transfer buscam_no buscan_en
    vienen_al_aeropuerto venez_nous_chercher holen_sie_uns holen_sie_gaste abholdienst
taxi: taxi* cab cabs taxis تاكسي سيارة_اجرة 出租车 打车 的士 タクシー टैक्सी такси
bus: bus buses coach autobus bushaltestelle linienbus onibus حافلة باص 公交 巴士 バス बस автобус*
metro: metro subway underground tube u-bahn s-bahn s3 s8 s9 مترو 地铁 地下鉄 मेट्रो метро
beach: beach* playa* plage* strand strande spiaggia spiagge praia* شاطئ الشاطئ 海滩 沙滩 ビーチ
    海岸 समुद्र_तट बीच пляж*
sunbed: sunbed* sun_lounger* lounger* hamaca* tumbona* transat* chaise*_longue* *liegestuhl*
    liegen lettini espreguicadeira* كراسي_الشاطئ 躺椅 デッキチェア лежак* шезлонг*
bike: bike bikes bicycl* cycling bici* velo velos fahrrad* fahrrader* rad rader bicicl* دراجة
    دراجات 自行车 单车 自転車 साइकिल велосипед*
carrental: rent_a_car car_rental* car_hire hire_a_car alquil*_de_coches alquil*_un_coche
    coche_de_alquiler louer_une_voiture location_de_voiture* mietwagen autovermietung autonoleggio
    noleggi*_auto alug*_carro* تأجير_سيار* استئجار_سيارة 租车 レンタカー किराये_की_कार
    прокат_авто* аренд*_авто* аренд*_машин*
meeting: meeting meetings conference* conferenc* banquet* seminar* event* reunion*
    sala*_de_reunion* sala_riunioni salle*_de_reunion tagung* *konferenz* besprechung* konferenz*
    veranstaltung* riunion* reuniao reunioes congress* مؤتمر* اجتماع* قاعة 会议 会議 ミーティング
    बैठक सम्मेलन мероприят* конференц* переговорн* совещан* salle*_de_conference salon_de_reunion
    workshop* board_room boardroom function_room event_space offsite team_event taller
    salle_de_seminaire schulung* tagungsraum* sala_eventi 研讨 培训 活动场地 研修 семинар*
wedding: wedding* boda* mariage* hochzeit* matrimoni* casamento* زفاف الزفاف 婚礼 結婚 शादी
    свадьб*
print: print* scan* fotocop* imprim* druck* *drucken stamp* impress* طباعة اطبع 打印 复印 印刷
    プリント コピー प्रिंट распечат* печат*
    photocop* copy_of copies copier fax kopie* kopieren photocopie* копи* скан* scan scanner
    फोटोकॉपी
work: coworking co-working work_space workspace desk_to_work place_to_work arbeitsplatz* arbeiten
    laptop business_center trabajar travailler lavorare trabalhar مكان_للعمل 办公 商务中心 仕事
    काम_करने поработать ноутбук*
    business_centre desk_in_the_room computer_room
tv: tv television* televis* tele fernseh* تلفاز التلفاز تلفزيون 电视 テレビ टीवी телевизор*
    watch_the_football watch_football watch_the_match watch_the_game watch_tv netflix streaming
    satellite channels sender kanale canales chaines canali canais ver_el_partido
    regarder_le_match fussball_schauen guardare_la_partita assistir_ao_jogo 频道 チャンネル канал*
aircon: air_condition* aircon* a/c air-condition* aire_acondicionado climatis* klimaanlage*
    klimatisiert* aria_condizionata climatizz* ar_condicionado ar-condicionado مكيف التكييف تكييف
    空调 エアコン 冷房 एसी एयर_कंडीशन кондиционер*
    ac air_con airco
heating: heating heater radiator calefaccion chauffage *heizung* riscaldamento aquecimento
    blanket* manta* decke decken coperte تدفئة 暖气 毯子 暖房 毛布 हीटर कंबल отопление одеял*
windows: window* ventana* fenetre* fenster* finestra* finestre janela* نافذة النوافذ 窗 窓 खिड़की
    окно окна
safe: safe safes safety_deposit* deposit_box* doposit_box caja_fuerte coffre* coffre-fort tresor*
    *safe cassafort* cassetta_di_sicurezza cofre* خزنة خزينة صندوق_امانات 保险箱 保险柜 金庫
    セーフティ तिजोरी लॉकर_सेफ сейф*
    lock_away valuables wertsachen objetos_de_valor objets_de_valeur oggetti_di_valore
    objetos_valiosos 贵重物品 貴重品 ценност* ценные
    strongbox strong_box
locker: locker* padlock lock taquilla* casier* cadenas schliessfach* spind* vorhangeschloss
    armadiett* lucchett* armario_com_chave cacifo* خزانة_بقفل 储物柜 锁 ロッカー लॉकर шкафчик*
    замок
minibar: minibar* mini-bar frigobar ميني_بار 迷你吧 ミニバー मिनीबार мини-бар* минибар*
fridge: fridge* refrigerat* nevera* frigorific* frigo kuhlschrank* geladeira* ثلاجة 冰箱 冷蔵庫
    फ्रिज холодильник*
kitchen: kitchen* cook cooking heat_my_food microwave* heat_up cocina* cocinar cuisine cuisiner
    *kuche* kochen cucina cucinare cozinh* مطبخ المطبخ الطبخ 厨房 做饭 微波炉 キッチン 自炊
    電子レンジ रसोई किचन кухн* готовить микроволнов*
    kitchenette* cooking_facilities kochnische angolo_cottura kochgelegenheit
coffee: coffee tea kettle cafetera* tetera cafe_ou_the bouilloire cafetiere kaffee* wasserkocher
    kapselmaschine tee caffe macchina_del_caffe bollitore cafeteira* chaleira* قهوة غلاية شاي 咖啡
    水壶 茶 コーヒー お茶 ポット चाय कॉफी кофе* чайник*
    un_the du_the le_the boire_un_the se_faire_un_the making_tea
water: water agua eau wasser acqua مياه ماء 饮用水 矿泉水 お水 पानी вода воды
hairdryer: hair_dryer* hairdryer* hair-dryer secador* seche-cheveux fohn haartrockner
    asciugacapelli phon secador_de_cabelo مجفف_شعر 吹风机 ドライヤー हेयर_ड्रायर фен
balcony: balcon* balkon* terrace* terraza* terrasse* terrazz* varanda* sacada شرفة 阳台 バルコニー
    ベランダ बालकनी балкон*
    sit_outside outside_our_room outside_my_room private_outdoor draussen_sitzen
view: view views vista* vue ausblick meerblick *blick_auf vista_mare اطلالة إطلالة 景观 海景 眺め
    景色 नज़ारा вид_на
quiet: quiet* noise silence silenci* ruido calme bruit *nachtruhe* ruhezeit* ruhig leise silenzio
    rumore barulho هدوء الهدوء 安静 噪音 静か 静粛 शांत शोर тишин* тихо тихий
    soundproof* sound_proof insonorizad* insonoris* schalldicht* larmschutz insonorizzat*
    hear_the_neighbours hear_the_neighbors thin_walls hellhorig 隔音 防音 ध्वनिरोधी звукоизол* шумно
visitors: visitor* guests_of visit me_visit friends friend amigo* amis ami visite freund* besuch*
    amici amico visita* زائر زوار اصدقائي صديق 访客 朋友 訪問 友達 दोस्त मेहमान гост* друз* друг
    party parties fiesta* feier feiern fete fetes festa feste حفلة 派对 パーティー पार्टी вечеринк*
extrabed: extra_bed* rollaway additional_bed cama_supletoria camas_supletorias cama_extra
    lit_supplementaire lit_d'appoint zustellbett* extrabett* letto_aggiuntivo سرير_اضافي 加床
    エキストラベッド अतिरिक्त_बिस्तर доп*_кровать дополнительн*_кроват*
    another_bed third_bed extra_mattress bed_for_our_son bed_for_our_daughter bed_for_my_son
    bed_for_a_child weiteres_bett drittes_bett otra_cama autre_lit un_altro_letto outra_cama
    多一张床 もう一つベッド
dorm: dorm dorms dormitor* bunk* schlafsaal* mehrbettzimmer* girls_only female_only camerata 宿舍
    床位 ドミトリー डॉर्म общ*_номер*
doubleroom: double_room* doubles habitacion_doble chambre_double doppelzimmer* camera_doppia
    camera_matrimoniale quarto_duplo غرفة_مزدوجة 双人间 大床房 ダブルルーム डबल_रूम двухместн*
    a_double double_cost double_for room_for_two habitacion_para_dos chambre_pour_deux
    zimmer_zu_zweit ein_doppel* una_doppia camera_per_due quarto_para_dois
    ダブル ツイン 双人房 двухместный
singleroom: single_room* singles habitacion_individual chambre_simple chambre_individuelle
    einzelzimmer* camera_singola quarto_individual غرفة_مفردة غرفة_فردية 单人间 シングルルーム
    सिंगल_रूम одноместн*
    a_single single_cost single_for one_person habitacion_simple una_individual
    chambre_pour_une_personne ein_einzel* una_singola camera_singola_per um_individual
    シングル 一人部屋 单人房 einzel singola individual_cuesta
familyroom: family_room* habitacion_familiar chambre_familiale familienzimmer* camera_familiare
    quarto_familia غرفة_عائلية 家庭房 ファミリールーム फैमिली_रूम семейн*_номер*
    two_adults_and adults_and_two adults_and_one family_of room_for_four room_for_a_family
    habitacion_para_cuatro chambre_pour_quatre zimmer_fur_vier zimmer_fur_familie*
    camera_per_quattro quarto_para_quatro 一家四口 家族で泊
stars: star stars star_rating estrellas etoiles sterne stelle estrelas نجوم نجمة 星级 几星 星 つ星
    सितारा स्टार звезд* звёзд*
    luxury luxus* lujo luxe lusso luxo 豪华 高級 लक्ज़री люкс
address: address* located postcode direccion* ubicad* adresse* situe* se_trouve_l'hotel
    liegt_das_hotel indirizzo endereco* localizad* عنوان العنوان موقع_الفندق 地址 位置 在哪 住所
    所在地 पता स्थित адрес* располож* находит* where_are_you where_is_the_hotel where_is_your_hotel
    sat_nav satnav zip_code post_code navigation_system directions_to_the_hotel find_you
    get_to_you get_to_the_hotel como_llegar comment_venir wie_komme_ich_zu como_chegar
    come_raggiungervi как_добраться
    where_exactly exact_location
    si_trova se_trouve_l se_encuentra_el_hotel donde_esta_el_hotel onde_fica_o_hotel wo_liegt
    wo_ist_das_hotel ou_est_l_hotel где_отель होटल_कहाँ होटल_कहां اين_الفندق 酒店在哪 ホテルはどこ
phone: phone telephone phone_number* telefono* telephone* numero_de_telephone telefonnummer*
    telefon* numero_di_telefono telefone* contact_number هاتف رقم_الهاتف 电话 電話 फोन फ़ोन
    телефон*
    number_of_the_reception number_of_reception number_of_your phone_you call_you reach_you_by
    ring_you
mobile: mobile_reception mobile_signal phone_signal cell_signal cobertura handyempfang
    reseau_mobile sinal_de_celular تغطية 手机信号 携帯の電波 मोबाइल_सिग्नल связь
languages: language* languages speak speaks spoken idioma* hablan habla langue* parlez parle
    sprache* sprechen sprechen_sie lingu* parlate parla fala falam idiomas لغة لغات تتحدث 语言
    会说 中文 言語 話せ 日本語 भाषा बोलते язык* говорит* говорят
pharmacy: pharmac* drugstore chemist farmac* apotheke* صيدلية 药店 药房 薬局 दवा_की_दुकान फार्मेसी
    аптек*
doctor: doctor* medic medico* medecin* arzt arztin arzte dottore medica طبيب دكتور 医生 医者 医師
    डॉक्टर врач* доктор*
    earache ear_ache toothache tooth_ache stomach_ache clinic* klinik* hospital* krankenhaus hopital
    ospedale مستشفى 医院 病院 अस्पताल больниц*
shop: supermarket* grocery shop shops supermercado* supermarche* *supermarkt* convenience_store
    tienda* negozi* loja* سوبرماركت متجر 超市 商店 便利店 コンビニ スーパー 売店 दुकान
    супермаркет* магазин* supermercat*
    groceries grocer* buy_food buy_milk buy_water buy_some_food comprar_comida lebensmittel epicerie
    kiosk* kiosque
    gift_shop souvenir* recuerdos souvenirs andenken ricordini lembranca* سوق_هدايا 礼品 纪念品 お土産
    土産 स्मृति_चिन्ह сувенир*
atm: atm cashpoint cash_machine cajero geldautomat* bancomat distributeur caixa_eletronico صراف
    取款机 एटीएम банкомат*
exchange: currency exchange_money money_exchange cambio_de_divisas bureau_de_change geldwechsel
    wechseln cambio_valuta cambio_de_moeda صرف_العملات 换人民币 换钱 兑换 両替 मुद्रा_विनिमय
    обмен_валют*
tour: tour tours excursion* excursi* visita_guiada visite_guidee ausflug* stadtfuhrung* escursion*
    passeio* sightseeing جولة جولات 旅游 游览 ツアー 観光 टूर экскурси*
pubcrawl: pub_crawl* bar_crawl* kneipentour поход*_по_барам バー巡り
walks: walk walks hike hiking hill path waterfall* sender* caminata* subir_al randonnee* wander*
    cascade wasserfall sentier* passeggiat* caminhada* trilha* مسار_المشي 徒步 瀑布 ハイキング 滝
    सैर пеш* тропа* водопад*
fishing: fish fishing angeln pesca pescar peche pecher pescare صيد_السمك 钓鱼 釣り मछली рыбалк*
    рыбач*
golf: golf* جولف 高尔夫 ゴルフ गोल्फ гольф*
tennis: tennis tenis padel racket* raqueta* raquette* schlager racchett* raquete* تنس 网球 テニス
    टेनिस теннис*
diving: diving dive snorkel* buceo bucear plongee tauchen tauchkurs immersion* mergulho غوص 潜水
    ダイビング गोताखोरी дайвинг*
surf: surf* ركوب_الامواج 冲浪 サーフィン सर्फ серф*
show: show shows entertainment live_music espectaculo* entretenimiento animacion spectacle*
    animation* *unterhaltung intrattenimento animazione entretenimento عروض ترفيه 表演 娱乐 ショー
    エンターテイメント मनोरंजन шоу развлечен* анимаци*
kidsclub: kids_club mini_club miniclub club_infantil club_enfants kinderclub kinderbetreuung
    playroom play_area playground spielplatz spielzimmer sala_giochi parque_infantil نادي_الاطفال
    儿童俱乐部 儿童乐园 キッズクラブ खेल_का_कमरा детск*_клуб* детск*_площадк* игров*_комнат*
    swing swings slide slides schaukel* rutsche* columpio* balancoire* altalena* balanco
    escorrega 秋千 滑り台 ブランコ качел* горк*
babysitter: babysit* baby-sit* nanny canguro* niñera cuidar nounou garde_d'enfants baby_sitter
    babá جليسة_اطفال 保姆 ベビーシッター आया няня няни
dresscode: dress_code shorts trousers dress codigo_de_vestimenta pantalon* tenue kleiderordnung
    kleidung *hose anziehen abbigliamento traje لباس 着装 服装 ドレスコード ड्रेस_कोड дресс-код
    одежд*
diet: vegan* vegetari* gluten* coeliac celiac celiac* allerg* alerg* lactose diet* dieta* laktose*
    vegano* نباتي حساسية 素食 过敏 无麸质 ベジタリアン ヴィーガン アレルギー グルテン शाकाहारी
    एलर्जी веган* вегетариан* аллерги* безглютен*
halal: halal حلال 清真 ハラル हलाल халял*
prayer: mosque* prayer* mezquita* mosquee* moschee* gebetsraum moschea مسجد صلاة للصلاة 清真寺
    祈祷 モスク 礼拝 मस्जिद नमाज मंदिर мечет* молитв*
allinclusive: all_inclusive all-inclusive todo_incluido tout_compris tout_inclus alles_inklusive
    tutto_incluso tudo_incluido شامل_كليا 全包 オールインクルーシブ सब_शामिल все_включено
    всё_включено
lost: lost forgot left_behind left_my lost_and_found perdido* olvid* objetos_perdidos oublie perdu
    verloren vergessen fundsachen fundburo dimenticat* smarrit* esqueci perdi مفقودات نسيت 失物
    遗失 丢 忘れ物 忘れ 落とし物 खोया भूल забыл* потерял*
wakeup: wake-up wake_up despertador reveil* weckruf wecken sveglia despertar ايقاظ 叫醒
    モーニングコール जगाने разбудит*
    wake_me wake_us ring_me call_me_at despertarme me_reveiller svegliarmi me_acordar 起こして
    разбуди*
concierge: concierge* conserje* conciergerie portier* كونسيرج 礼宾 コンシェルジュ कंसीयज консьерж*
cleaning: housekeeping cleaned clean_the_rooms room_cleaning cleaning limpieza limpian menage
    nettoy* zimmerreinigung putzen gereinigt_werden pulizia pulizie limpeza تنظيف_الغرف 打扫 清洁
    清扫 清掃 सफाई уборк* убира* house_keeping
    make_up_the_room make_up_my_room make_up_our_room maid_service housekeeper
    hacen_la_habitacion arreglan_la_habitacion faire_la_chambre font_la_chambre zimmer_gemacht
    zimmer_machen zimmermadchen rifate_la_camera rifanno_la_camera arrumam_o_quarto arrumacao
    打扫房间 整理房间 部屋の掃除
    clean_on do_you_clean you_clean putzen_sie limpian_los_domingos
adapter: adapter* adaptor* plug plugs adaptador* adaptateur* *stecker* adattator* tomada
    محول_كهرباء 转换插头 插头 変換プラグ एडाप्टर переходник* розетк*
garden: garden* jardin* garten* giardin* jardim حديقة 花园 庭 बगीचा сад саду
fireplace: fireplace* chimenea cheminee* kamin camino_acceso caminetto lareira مدفأة 壁炉 暖炉
    камин*
library: library biblioteca* bibliotheque bibliothek* bücherei مكتبة 图书 図書 पुस्तकालय библиотек*
games: board_games billard* billiard* billiards pool_table billar bilhar biliardo بلياردو 台球
    ビリヤード बिलियर्ड бильярд*
    board_game* table_tennis ping_pong darts foosball games_room game_room arcade juegos_de_mesa
    futbolin sala_de_juegos jeux_de_societe baby-foot salle_de_jeux brettspiel* tischtennis
    kicker tischkicker giochi_da_tavolo sala_giochi jogos_de_tabuleiro العاب_طاولة تنس_طاولة 桌游
    乒乓 卓球 ゲーム_ルーム настольн*
cinema: cinema* cine kino سينما 电影院 映画館 सिनेमा кинотеатр*
hairdresser: hairdresser* barber* peluquer* coiffeur* friseur* parrucchier* cabeleireir* حلاق 理发
    美容院 नाई парикмахер*
    beauty_salon* beauty_treatment* manicure* pedicure* salon_de_belleza institut_de_beaute
    kosmetik* centro_estetico salao_de_beleza maniküre 美甲 美容 ネイル маникюр* косметолог*
yoga: yoga joga يوغا 瑜伽 ヨガ योग йог*
jogging: jogging running_route joggen correr corsa 跑步 ジョギング пробежк*
cake: cake* birthday* cumpleanos gateau* anniversaire geburtstag* kuchen torta* compleanno bolo
    aniversario كعكة عيد_ميلاد 蛋糕 生日 ケーキ 誕生日 केक जन्मदिन торт* день_рождения
trade_fair: trade_fair exhibition* fairground* messe messegelande fiera feria salon_professionnel
    معرض 展会 展览中心 展示場 見本市 प्रदर्शनी выстав*
ski: ski skis skiing skier* skiers skiroom* skipass* skikeller* skiraum* skifahr* *skiverleih*
    skibus* snowboard* esqui* esquiar sci sciare sciator* sciistic* تزلج 滑雪 スキー स्की лыж* горнолыж*
    сноуборд*
ski_school: ski_school* ski_lesson* ski_instructor* ski_course* skischul* skikurs* skilehrer* ecole_de_ski
    moniteur*_de_ski cours_de_ski escuela_de_esqui clases_de_esqui scuola_di_sci maestr*_di_sci
    escola_de_esqui aulas_de_esqui مدرسة_تزلج 滑雪学校 滑雪课 スキースクール школа_лыж* инструктор*_по_лыж*
snow: snow chains winter_tyres winter_tires nieve cadenas_de_nieve cadenas_para neige chaines schnee*
    winterreifen neve catene_da_neve correntes_de_neve ثلج 雪地 雪链 防滑链 チェーン
    बर्फ снег снега снежн* зимн*_шин*
boots: boots shoes botas zapatos chaussures schuhe stiefel skischuh* skistiefel* scarpe scarponi sapatos
    احذية حذاء 鞋 雪靴 滑雪靴 靴 ブーツ जूते ботинк* обувь обуви туфли
bathtub: bathtub* bath_tub tub banera* tina baignoire* badewanne* vasca vasche banheira* بانيو
    حوض_استحمام 浴缸 浴槽 バスタブ बाथटब с_ванной ванна_или
shower: shower* showering ducha* ducharse ducharnos douche* doucher dusche* duschen doccia docce chuveiro*
    duche* tomar_banho دش 淋浴 洗澡 シャワー शावर नहाना душ душа душем душевая душевые
robe: bathrobe* robe robes slippers albornoz* zapatillas peignoir* chaussons bademantel* hausschuhe
    accappatoi* pantofol* ciabatt* roupao roupoes chinelos برنس نعال 浴袍 拖鞋 バスローブ スリッパ
    बाथरोब चप्पल халат* тапочк*
bedding: pillow* duvet* feather_free bedding mattress* almohada* edredon* colchon* oreiller* couette*
    matelas kissen bettdecke* federkissen matratze* cuscin* piumon* materass* travesseiro* almofada*
    colchao وسادة مخدة لحاف مرتبة 枕头 被子 床垫 枕 布団 マットレス तकिया गद्दा подушк* одеял* матрас*
    hypoallergenic allergy-free allergy_free hypoallergen* antialergic* hypoallergenique*
    ipoallergenic*
umbrella: umbrella* paraguas parapluie* regenschirm* ombrello ombrelli guarda-chuva* مظلة_مطر 雨伞 傘 छाता
    зонт зонты зонтик*
insects: mosquito* insect* moustique* mucke mucken muckennetz* zanzar* zanzariere ناموس بعوض 蚊 मच्छर
    комар* москит*
boat: boat* kayak* canoe* paddle_board* paddleboard* barco* piragua* bateau* ruderboot* bootsverleih
    tretboot* barca barche canoa caiaque* قارب قوارب كاياك 划船 皮划艇 ボート カヤック नाव лодк* каяк*
    байдарк*
horses: horse* horse_riding caballo* equitacion cheval chevaux equitation pferd* reiten reitstunde*
    cavallo cavalli equitazione cavalo* خيل حصان 骑马 乗馬 घुड़सवारी лошад* верхов*
museum: museum* museo* musee* musei museu* متحف متاحف 博物馆 美术馆 博物館 美術館 संग्रहालय музе*
casino: casino* kasino* cassino* كازينو 赌场 カジノ कैसीनो казино
tip: tip tips tipping gratuity gratuities service_charge propina* pourboire* trinkgeld* mancia mance
    gorjeta* بقشيش اكرامية 小费 チップ टिप чаевы*
passport: passport* id_card photo_id identification dni pasaporte* passeport* piece_d'identite ausweis*
    personalausweis reisepass* passaport* documento_di_identita carta_d'identita documento_de_identidade
    جواز هوية 护照 身份证 パスポート 身分証 पासपोर्ट पहचान_पत्र паспорт* удостоверени*
guarded: security_guard* guard guarded cctv surveillance vigilancia vigilad* gardien* surveill* uberwach*
    bewacht* wachdienst* videouberwach* sorvegliat* videosorveglianza vigilanza segurancas vigiad* حراسة
    كاميرات_مراقبة 保安 监控 警備 防犯カメラ चौकीदार сुरक्षा_गार्ड охран* видеонаблюден*
voucher: voucher* gift_card* gift_certificate* bono_regalo tarjeta_regalo bon_cadeau cheque_cadeau
    gutschein* geschenkgutschein* buono_regalo vale-presente cartao_presente قسيمة بطاقة_هدية 礼品卡 代金券
    ギフト券 वाउचर गिफ्ट_कार्ड подарочн*_сертификат* ваучер*
loyalty: loyalty membership reward* points_programme puntos fidelidad fidelite treue* bonuspunkte fedelta
    fidelidade pontos ولاء 积分 会员 ポイント 会員 लॉयल्टी лояльност* бонусн*
room_size: square_meter* square_metre* square_feet sqm sq_m m2 metros_cuadrados metres_carres
    quadratmeter* metri_quadrati metros_quadrados متر_مربع 平方米 平米 平方メートル वर्ग_मीटर
    квадратн*_метр* кв_м
flowers: flower* bouquet* flores ramo fleurs blumen* blumenstrauss fiori mazzo ورد زهور 鲜花 花束 फूल цветы
    цветов букет*
dishwasher: dishwasher* dishes lave-vaisselle lave_vaisselle geschirrspul* spulmaschine* lavavajillas
    lavastoviglie lava-louca* lava_louca غسالة_صحون 洗碗 食洗機 食器洗 डिशवॉशर посудомоеч*
rubbish: rubbish trash garbage recycl* bin bins empty_bottles throw_away basura reciclaje poubelle*
    ordures dechets mull mulltonne* abfall* spazzatura rifiuti lixo reciclagem قمامة نفايات 垃圾
    ゴミ कूड़ा कचरा мусор*
menu: menu menus kids_menu speisekarte* kinderkarte* kindermenu* la_carta menu_infantil carte_du_restaurant
    menu_enfant* menu_bambini cardapio* قائمة_الطعام 菜单 メニュー मेन्यू मेनू меню
rooftop: rooftop* roof_terrace* roof_bar azotea* toit-terrasse toit_terrasse dachterrasse*
    terrazza_panoramica terraco_panoramico سطح_الفندق 屋顶 天台 屋上 छत_पर крыш*
barbecue: bbq barbecue* grill grills grilling barbacoa* parrilla* asador grille griller grillen
    grillplatz grigliata* grigliare churrasc* churrasqueira شواء 烧烤 バーベキュー बारबेक्यू барбекю
    мангал* шашлык*
newspaper: newspaper* paper_today todays_paper today's_paper daily_paper periodico* prensa diario_de journal
    journaux zeitung* giornal* quotidian* jornal jornais جريدة صحيفة 报纸 新聞 अखबार газет*
vending: vending_machine* snack* vending maquina*_expendedora* distributeur_automatique automat
    automaten distributore_automatico maquina*_de_venda الة_بيع 自动售货机 零食 自販機 自動販売機
    वेंडिंग автомат*_с_напитками
lounge: lounge common_room sitting_room tv_room sala_comun salon_comun salon_commun aufenthaltsraum
    gemeinschaftsraum sala_comune sala_de_estar صالة_مشتركة 休息室 公共休息 ラウンジ लाउंज
    гостин*_зона общ*_гостин*
toiletries: toiletr* shampoo* soap shower_gel body_wash toothbrush* toothpaste champu jabon
    cepillo*_de_dientes shampoing savon gel_douche brosse_a_dents seife duschgel zahnburste* sapone
    spazzolin* shampoo sabonete escova_de_dentes شامبو صابون فرشاة_اسنان 洗发水 沐浴露 牙刷
    シャンプー 石鹸 歯ブラシ アメニティ शैम्पू साबुन шампун* мыло зубн*_щетк*
    toilet_paper toilettenpapier papel_higienico papier_toilette carta_igienica
terrace: sun_terrace terrace* sunbathe sunbathing sun_deck patio terraza* solarium terrasse* sonnenterrasse*
    sonnen terrazz* terraco* تراس تشمس 露台 日光浴 テラス 日光浴 टैरेस террас* загора*
minimum_stay: minimum_stay minimum_nights just_one_night only_one_night single_night one_night_only
    estancia_minima una_sola_noche sejour_minimum une_seule_nuit mindestaufenthalt nur_eine_nacht
    soggiorno_minimo una_sola_notte estadia_minima so_uma_noite ليلة_واحدة_فقط 最少住 只住一晚
    最低宿泊 一泊だけ न्यूनतम_ठहराव минимальн*_срок одну_ночь
groups: group group_booking* groups large_group we_are_ten we_are_12 we_are_twelve people_can_we
    grupo* groupe* gruppe* gruppi gruppo مجموعة 团体 团队 団体 グループ समूह групп*
picnic: picnic* picnic_area pique-nique* picknick* merendero* area_picnic piquenique* نزهة 野餐
    ピクニック पिकनिक пикник*
nightclub: nightclub* night_club disco discos discotec* discotheque* diskothek* karaoke clubbing dj
    ملهى 夜店 夜总会 卡拉ok ナイトクラブ カラオケ नाइट_क्लब ночн*_клуб* дискотек* караоке
fire_safety: smoke_alarm* smoke_detector* fire_extinguisher* rauchmelder* feuerloscher*
    detector*_de_humo extintor* detecteur*_de_fumee extincteur* rilevator*_di_fumo estintor*
    detector*_de_fumaca كاشف_دخان طفاية 烟雾报警 烟雾探测 灭火器 火災報知器 煙感知器 消火器
    स्मोक_डिटेक्टर अग्निशामक датчик*_дыма огнетушител*
honeymoon: honeymoon* bridal_suite newlywed* luna_de_miel recien_casados lune_de_miel jeunes_maries
    flitterwoch* hochzeitsreise luna_di_miele lua_de_mel recem-casados شهر_العسل شهر_عسل 蜜月
    ハネムーン 新婚 हनीमून медов*_месяц новобрачн*
stroller: stroller* pushchair* pram prams buggy kinderwagen cochecito* poussette* passeggin*
    carrinho_de_bebe عربة_اطفال 婴儿车 ベビーカー स्ट्रोलर детск*_коляск*
suite: suite suites junior_suite جناح اجنحة 套房 スイートルーム सुइट
ice: ice_machine* ice_bucket* ice_cubes eiswurfel* eismaschine* cubitos hielo glacons ghiaccio gelo_para
    maquina_de_gelo مكعبات_ثلج 冰块 制冰 製氷 बर्फ_के_टुकड़े лёд льда
shoeshine: shoe_shine* shoe_polish* shoe_cleaning schuhputz* limpiabotas cirage lustrascarpe engraxat*
    تلميع_الاحذية 擦鞋 靴磨き чистк*_обуви
key: key keys keycard key_card llave* cle cles clef schlussel* chiave chiavi chave* مفتاح 房卡
    钥匙 鍵 चाबी ключ*
rooms: private_room* private_double private_bathroom bano_privado salle_de_bain_privee eigenes_bad
    bagno_privato banheiro_privativo حمام_خاص 独立卫生间 独立卫浴 専用バス निजी_बाथरूम
    собственн*_ванн*
    shared_bathroom bathroom_shared ensuite en-suite own_bathroom bathroom_is_shared
    bano_compartido salle_de_bain_partagee geteiltes_bad gemeinschaftsbad bagno_condiviso
    bagno_in_comune banheiro_compartilhado 公共卫生间 共用バス 共用トイレ общ*_ванн*
connecting: connecting_rooms adjoining comunicadas communicantes verbindungstur* comunicanti
    conjugados 连通房 コネクティング смежн*
"""

_CLITICS = re.compile(r"(?<!\w)(?:[cdjlmnst]|qu|dell|all|nell|sull|un)'")
_WIDE = "\u3040-\u30ff\u3400-\u9fff"
_TOKEN = re.compile(rf"[{_WIDE}]+|[\u0900-\u097f]+|[^\W_{_WIDE}\u0900-\u097f]+")
_UNSPACED = re.compile(f"[{_WIDE}]")
_HINDI = re.compile("[\u0900-\u097f]")
_ARABIC_PREFIX = re.compile(r"^[وبلكف]{0,2}(?:ال)?")
_LONGEST_INSIDE = 12
_ARABIC_ENDING = 3
_SHORTEST_COMPOUND = 7


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    concepts: tuple[str, ...]


@dataclass(slots=True)
class _Table:
    """Words by how they may stand in a text; each leads to its concepts."""

    whole: dict[str, set[str]] = field(default_factory=dict)
    beginnings: dict[str, set[str]] = field(default_factory=dict)
    endings: dict[str, set[str]] = field(default_factory=dict)
    middles: dict[str, set[str]] = field(default_factory=dict)
    unspaced: dict[str, set[str]] = field(default_factory=dict)
    phrases: dict[str, list[_Phrase]] = field(default_factory=dict)


@cache
def _rows() -> Mapping[str, tuple[str, ...]]:
    """Concept to its words, folded like the texts."""
    rows: dict[str, tuple[str, ...]] = {}
    for block in re.split(r"\n(?=\S)", _TABLE.strip()):
        name, cells = block.split(":", 1)
        rows[name] = tuple(dict.fromkeys(_plain(cell) for cell in cells.split()))
    return rows


@cache
def _table() -> _Table:
    table = _Table()
    for name, words in _rows().items():
        for word in words:
            if _is_unspaced(word):
                table.unspaced.setdefault(word.replace(" ", ""), set()).add(name)
            elif " " in word:
                phrase = _Phrase(tuple(word.split()), (name,))
                first = phrase.words[0]
                key = first[:OPEN] + "*" if first.endswith("*") else first
                table.phrases.setdefault(key, []).append(phrase)
            else:
                _place(table, word).setdefault(word.strip("*"), set()).add(name)
    return table


def _place(table: _Table, word: str) -> dict[str, set[str]]:
    if word.startswith("*"):
        return table.middles if word.endswith("*") else table.endings
    return table.beginnings if word.endswith("*") else table.whole


def _plain(cell: str) -> str:
    """A cell of the table, cut like the texts are."""
    stars = cell.replace("_", " ").replace("*", "0")
    words = [word.replace("0", "*") for word in _tokens(stars)]
    return " ".join(f"{word}*" if _HINDI.search(word) else word for word in words)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_CLITICS.sub("", fold(text)))


def _is_unspaced(token: str) -> bool:
    return _UNSPACED.search(token) is not None


def _is_plain(word: str) -> bool:
    return " " not in word and not word.startswith("*") and not _is_unspaced(word)


@lru_cache(REMEMBERED_WORDS)
def _named_by(token: str) -> frozenset[str]:
    """What one word names; the same words come again and again."""
    table = _table()
    return frozenset(_inside(token, table) if _is_unspaced(token) else _of_token(token, table))


def _inside(token: str, table: _Table) -> Iterator[str]:
    for start in range(len(token)):
        for end in range(start + 1, min(start + _LONGEST_INSIDE, len(token)) + 1):
            yield from table.unspaced.get(token[start:end], ())


def _of_token(token: str, table: _Table) -> Iterator[str]:
    yield from table.whole.get(token, ())
    for end in range(2, len(token) + 1):
        yield from table.beginnings.get(token[:end], ())
    bare = _ARABIC_PREFIX.sub("", token)
    if bare != token or "\u0600" <= token[:1] <= "\u06ff":
        for end in range(max(3, len(bare) - _ARABIC_ENDING), len(bare) + 1):
            yield from table.whole.get(bare[:end], ())
        for end in range(3, len(bare) + 1):
            yield from table.beginnings.get(bare[:end], ())
    if len(token) >= _SHORTEST_COMPOUND:
        for start in range(len(token) - 2):
            yield from table.endings.get(token[start:], ())
            for end in range(start + 4, len(token) + 1):
                yield from table.middles.get(token[start:end], ())


def _begins(tokens: list[str], at: int, words: tuple[str, ...]) -> bool:
    if at + len(words) > len(tokens):
        return False
    return all(
        token.startswith(word[:-1]) if word.endswith("*") else token == word
        for token, word in zip(tokens[at : at + len(words)], words, strict=True)
    )
