"""Which things a text names, whatever its language."""

from __future__ import annotations

import pytest

from jack.model.asked import Fact, asked_for, told_by
from jack.model.clauses import matters
from jack.model.concepts import concepts, in_hotels_words, words_of


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Do you have an elevator?", "lift"),
        ("¿Tienen ascensor?", "lift"),
        ("Y a-t-il un ascenseur ?", "lift"),
        ("Gibt es einen Aufzug?", "lift"),
        ("C'è l'ascensore?", "lift"),
        ("Vocês têm elevador?", "lift"),
        ("هل يوجد مصعد؟", "lift"),
        ("有电梯吗？", "lift"),
        ("エレベーターはありますか", "lift"),
        ("क्या लिफ्ट है?", "lift"),
        ("Есть ли лифт?", "lift"),
        ("can our son use the steam room", "sauna"),
        ("Wie oft fährt der Skibus?", "shuttle"),
        ("Dove si noleggiano gli sci?", "ski"),
        ("are there slippers", "robe"),
        ("airport pickup?", "shuttle"),
        ("können wir abends grillen", "barbecue"),
        ("¿hay detector de humo?", "fire_safety"),
        ("Avez-vous une poussette ?", "stroller"),
        ("c'è un giornale?", "newspaper"),
        ("есть караоке?", "nightclub"),
        ("有隔音吗", "quiet"),
        ("歯ブラシはありますか", "toiletries"),
        ("when do I have to hand back the key", "checkout"),
        ("Peut-on se faire un thé ?", "coffee"),
        ("¿hay bañera?", "bathtub"),
        ("паспорт нужен?", "passport"),
        ("where can I have a cigarette", "smoking"),
        ("may my german shepherd come", "pets"),
        ("Y a-t-il un lave-vaisselle ?", "dishwasher"),
        ("wo kommt der Müll hin", "rubbish"),
        ("der Hotelparkplatz", "parking"),
        ("Wi-Fiの使い方", "wifi"),
        ("وبالمسبح", "pool"),
        ("l'aéroport", "airport"),
    ],
)
def test_a_thing_is_known_by_its_words_in_every_guest_language(text: str, thing: str) -> None:
    assert thing in concepts(text)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("What kind of deposit do you ask for?", "children"),
        ("smoked haddock", "smoking"),
        ("Are safety deposit boxes available?", "deposit"),
        ("somewhere to lift weights", "lift"),
        ("I lost my key card", "cards"),
        ("is there a pool table", "pool"),
        ("Le parking est-il gratuit ?", "tip"),
        ("I like your skirt", "ski"),
        ("a spacious room", "spa"),
        ("the barber", "bar"),
        ("what are you doing", "address"),
    ],
)
def test_a_word_that_only_begins_alike_names_nothing(text: str, thing: str) -> None:
    assert thing not in concepts(text)


@pytest.mark.parametrize(
    ("asked", "written", "found"),
    [
        ({"dinner"}, {"restaurant", "pool"}, {"restaurant"}),
        ({"dinner"}, {"dinner", "restaurant"}, {"dinner"}),
        ({"dinner"}, {"pool"}, {"dinner"}),
        ({"shuttle", "station"}, {"shuttle"}, {"shuttle"}),
        ({"shuttle", "station"}, {"shuttle", "station"}, {"shuttle", "station"}),
        ({"station"}, {"shuttle"}, {"station"}),
        (set(), {"pool"}, set()),
    ],
)
def test_a_question_is_read_in_the_words_of_what_is_written(
    asked: set[str], written: set[str], found: set[str]
) -> None:
    assert in_hotels_words(frozenset(asked), frozenset(written)) == found


def test_words_for_an_index_are_single_ones_of_every_alphabet_with_spaces() -> None:
    words = words_of(frozenset({"pool"}))

    assert {"pool", "piscin*", "schwimm*", "бассейн*"} <= set(words)
    assert not any(" " in word or word.startswith("*") for word in words)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("How much is breakfast?", {Fact.PRICE}),
        ("¿Cuánto cuesta?", {Fact.PRICE}),
        ("停车要收费吗？", {Fact.PRICE}),
        ("Сколько стоит завтрак?", {Fact.PRICE}),
        ("When does the bar close?", {Fact.TIME}),
        ("朝食は何時からですか", {Fact.TIME}),
        ("Can you lend me a laptop?", {Fact.LOAN}),
        ("¿Alquilan bicicletas?", {Fact.LOAN}),
        ("Louez-vous des vélos ?", {Fact.LOAN}),
        ("Verleihen Sie Fahrräder?", {Fact.LOAN}),
        ("Affittate biciclette?", {Fact.LOAN}),
        ("Vocês alugam bicicletas?", {Fact.LOAN}),
        ("هل يمكن استئجار دراجة؟", {Fact.LOAN}),
        ("可以租自行车吗", {Fact.LOAN}),
        ("自転車を借りられますか", {Fact.LOAN}),
        ("क्या साइकिल किराये पर मिलती है?", {Fact.LOAN}),
        ("Есть ли прокат велосипедов?", {Fact.LOAN}),
        ("Is my laptop safe when I go out?", set()),
        ("Tell me when breakfast is", {Fact.TIME}),
        ("可以叫出租车吗", set()),
        ("Is there a bar?", set()),
    ],
)
def test_a_question_asks_for_a_price_a_time_a_loan_or_nothing_of_it(
    text: str, facts: set[Fact]
) -> None:
    assert asked_for(text) == facts


def test_an_entry_tells_a_price_or_a_time_or_neither() -> None:
    assert told_by("Breakfast is 12 euros, from 7:00.") == {Fact.PRICE, Fact.TIME}
    assert told_by("WiFi is free here.") == {Fact.PRICE}
    assert told_by("Served from 7 to 10 in the Atrium.") == {Fact.TIME}
    assert told_by("The tax is 3.2 % of it.") == {Fact.PRICE}
    assert told_by("We release it within a week.") == told_by("Alle drei Tage.") == {Fact.TIME}
    assert told_by("Von 7 bis 10.") == told_by("С 7 до 10.") == {Fact.TIME}
    assert told_by("Children from 8 years, by train 20 minutes.") == frozenset()
    assert told_by("The bar is on the roof.") == frozenset()


def test_an_entry_about_the_right_thing_tells_of_a_loan_or_not() -> None:
    assert told_by("Bicycles can be locked in the shed.") == frozenset()
    assert told_by("Bicycles are available at reception.") == {Fact.LOAN}
    assert Fact.LOAN in told_by("We rent bicycles for 12 euros a day.")
    assert told_by("Fahrräder bekommen Sie an der Rezeption.") == {Fact.LOAN}


HELICOPTERS = (
    "Is there a helicopter landing pad?",
    "¿Hay helipuerto?",
    "Gibt es einen Hubschrauberlandeplatz?",
    "Y a-t-il un héliport ?",
    "C'è un eliporto?",
    "Tem heliponto?",
    "Есть ли вертолётная площадка?",
    "有直升机停机坪吗",
    "ヘリポートはありますか",
    "क्या हेलीपैड है?",
    "هل يوجد مهبط طائرات؟",
)


@pytest.mark.parametrize("text", HELICOPTERS)
def test_a_place_for_helicopters_is_no_airport(text: str) -> None:
    assert concepts(text) == {"helipad"}


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("our plane is landing at 6", {"airport"}),
        ("how do we reach you after landing", {"airport"}),
        ("the landing on the third floor is dark", set()),
    ],
)
def test_landing_is_of_the_airport_where_a_plane_does_it(text: str, things: set[str]) -> None:
    assert concepts(text) == things


def test_a_message_is_cut_where_it_asks_for_another_thing() -> None:
    def split(text: str) -> list[str]:
        return text.split(". ")

    assert matters("Is there a pool, and what does parking cost?", split) == [
        "Is there a pool",
        "what does parking cost",
    ]
    assert matters("Is the pool heated, and how deep is the pool?", split) == [
        "Is the pool heated, and how deep is the pool?"
    ]
