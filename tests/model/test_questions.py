"""Questions are known by their first words where nobody typed the mark."""

from __future__ import annotations

import pytest

from jack.model.questions import is_question


@pytest.mark.parametrize(
    "text",
    [
        "The pool is open?",
        "泳池开放？",
        "هل يوجد مسبح",
        "is there a pool",
        "can we bring our dog",
        "We leave at 5, any chance of breakfast",
        "what time does the bar close",
        "please tell me whether the sauna is open",
        "gibt es einen Parkplatz",
        "wann schließt die Bar",
        "Wir kommen spät, können wir noch einchecken",
        "hay algún supermercado cerca",
        "se puede fumar en el balcón",
        "est-ce que le bar est ouvert",
        "y a-t-il un coffre",
        "a che ora apre la piscina",
        "si può cenare in camera",
        "posso levar o cão",
        "есть ли парковка",
        "во сколько завтрак",
        "请问有健身房吗",
        "駐車場はありますか",
        "क्या पार्किंग है",
    ],
)
def test_questions(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "The pool is closed",
        "When we came the room was dirty",
        "What a lovely room",
        "towels please",
        "is not working",
        "There is a problem",
        "hay un problema en el baño",
        "c'è un problema",
        "Der Hahn tropft",
        "Le robinet goutte",
        "У нас течёт кран",
        "空调坏了",
        "エアコンが壊れています",
        "المكيف لا يعمل",
        "एसी खराब है",
        "",
    ],
)
def test_statements(text: str) -> None:
    assert not is_question(text)
