"""A plain yes or no in the guests' languages."""

from __future__ import annotations

from jack.model.languages import fold

MAX_WORDS = 4
_MARKS = ' .,;:!?…()"“”«»。、，！？；：،؟؛।👍🙏'

_YES = """
yes yep yeah yup sure ok okay please correct confirm confirmed right exactly go
si claro vale correcto confirmo exacto oui d'accord daccord bien sur volontiers parfait exact
ja gerne genau richtig passt stimmt certo va bene esatto confermo sim claro certo isso confirmo
نعم اجل موافق تمام اكيد 是 是的 好 好的 对 对的 可以 行 确认 はい ええ お願いします そうです 大丈夫です
हाँ हां जी ठीक सही да ага конечно верно хорошо подтверждаю
"""
_NO = """
no nope not cancel stop don't dont wrong non pas annuler annulez nein nicht falsch stornieren
annulla sbagliato nao não cancelar cancela cancele لا كلا الغاء 不 不是 不要 不用 不对 否 取消
いいえ いや やめます 違います キャンセル नहीं नही मत रद्द нет не отмена отмените неверно
"""

YES = frozenset(map(fold, _YES.split()))
NO = frozenset(map(fold, _NO.split()))


def is_yes(text: str) -> bool | None:
    """True or False for a text that is nothing but a yes or a no; None for anything else."""
    words = _words(text)
    if not words or len(words) > MAX_WORDS:
        return None
    if any(word in NO for word in words):
        return False
    return True if words[0] in YES else None


def _words(text: str) -> list[str]:
    plain = fold(text).replace("’", "'")
    return [bare for word in plain.split() if (bare := word.strip(_MARKS))]
