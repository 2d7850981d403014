"""Text that looks odd and is not damaged."""

from __future__ import annotations

import pytest

from cleaner.stages.repair import repair

UNDAMAGED = (
    "NÃO HÁ LIÇÃO SEM ATENÇÃO; A REVISÃO É PARA AMANHÃ",
    "« Ça va ? » dit-elle ; « oui », répondit-il.",
    "»Ach so«, sagte er, »dann eben nicht.«",
    "L’Âge d’or n’a pas duré ; Âme sœur, Île d’Yeu.",
    "США», ООН», СССР» и «НАТО» — это аббревиатуры.",
    "Рівне — місто; Рід, Річ, Різдво.",
    "ΕΛΛΑΔΑ, ΆΝΟΙΞΗ ΚΑΙ ΌΝΕΙΡΑ",
    "àáâãäå æç èéêë ìíîï ðñòóôõö øùúûü ýþÿ",
    "/ˈɪŋɡlɪʃ/ [ʃʒθðŋ] ˈfɒnɪks",
    "┌──┬──┐\n│ a│ b│\n├──┼──┤\n└──┴──┘",
    "∀x∈ℝ: ∃ε>0 ⇒ ∑ᵢ xᵢ² ≤ π·√2 ± ∞",
    "¯\\_(ツ)_/¯ (╯°□°)╯︵ ┻━┻ ಠ_ಠ",
    'printf("%s\\n", "\\xe2\\x80\\x99"); // \\u2019',
    "5 µm, 3×4 cm², 20 °C, ½ Tasse, £5, ¥100, 7 ‰",
    "東京タワーは高さ３３３ｍです。ﾊﾝｶｸ",
    "Ⅷ ﬁne ﬂour ½ ™ ® © §1 ¶",
    "می‌خواهم کتاب‌ها را بخوانم",
    "กรุงเทพมหานครฯ เป็นเมืองหลวง",
    "नमस्ते दुनिया। क्या हाल है?",
    "iPhone手机和A股，K歌之王",
    "Dvořák, Škvorecký, Čapek, Łódź, Győr, Iași",
    "Naïve façade, coöperate, jalapeño, Ångström, smörgåsbord",
    "Glej opombo¹ in poglavje², cena½ in delež¾.",
    "Слово c латинской буквой: сoвет, рoст, мaрт.",
    "Your раypаl account; сlick hеre nоw, реople аnd раypаl \nреoplе, раураl, lаzуааa",
    "“Quote” ‘single’ – dash — dash … ellipsis",
    "“A”, »B«, ‹C›, „D“, ‚E‘",
    "👩‍💻 🇬🇷 ❤️ 👍🏽",
)


@pytest.mark.parametrize("text", UNDAMAGED)
def test_undamaged_text_stays(text: str) -> None:
    assert repair(text).edits == ()


@pytest.mark.parametrize("text", ["\ud83d alone", "caf\udce9 Ã©", "\udc80\udc81", "Ã\ud800©"])
def test_lone_surrogates_stay(text: str) -> None:
    out = repair(text).apply(text)
    assert [c for c in out if "\ud800" <= c <= "\udfff"] == [c for c in text if "\ud800" <= c <= "\udfff"]
