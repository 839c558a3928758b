"""Thanks for what was mended are no report of a fault; thanks in advance, or with a "but", may be."""

from __future__ import annotations

import pytest

from jack.model.settled import is_settled


@pytest.mark.parametrize(
    "text",
    [
        "The water is not hot any more, thanks for fixing it",
        "Thank you so much for the quick repair of our window",
        "Danke für die schnelle Reparatur",
        "Vielen Dank, dass Sie den Hahn repariert haben",
        "Gracias por haber solucionado lo del aire",
        "Merci beaucoup d'avoir réglé le problème",
        "Grazie mille per aver sistemato il bagno",
        "Obrigada por terem resolvido isso",
        "Спасибо, что так быстро устранили протечку",
        "谢谢你们这么快修好空调",
        "エアコンを修理していただきありがとうございます",
        "شكرا لكم على إصلاح المكيف",
        "एसी ठीक करने के लिए बहुत धन्यवाद",
    ],
)
def test_thanks_for_a_repair_settle_it(text: str) -> None:
    assert is_settled(text, text)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks in advance for fixing the shower",
        "Thanks for fixing it, but it drips again",
        "Could you fix the tap? Thanks",
        "Please repair the lamp, thank you",
        "Danke für die Reparatur, aber es tropft immer noch",
        "Gracias de antemano por arreglar la ducha",
        "Merci d'avoir réparé la lampe, mais elle ne marche toujours pas",
        "谢谢你们来修理，但是还是不行",
        "Thanks for the towels",
        "",
    ],
)
def test_what_is_still_to_be_done_is_not_settled(text: str) -> None:
    assert not is_settled(text, text)


def test_only_the_sentence_that_gives_thanks_is_settled() -> None:
    text = "Thanks for repairing the heating. The tap drips."

    assert is_settled("Thanks for repairing the heating", text)
    assert not is_settled("The tap drips", text)


def test_both_halves_of_a_sentence_are_settled() -> None:
    text = "It is not cold any more, thanks for fixing it!"

    assert is_settled("It is not cold any more", text)
