"""What the words of a line say about it: whether they are those of chrome, and of which category."""

from __future__ import annotations

import re
from functools import lru_cache

from cleaner.packs.schema import Category

_WORDS: dict[Category, str] = {
    "consent": "cookies? consent gdpr einwilligung",
    "comment-form": """comments? leave_a_reply log_in_to kommentare? commentaires? comentarios? comentários?
        commenti""",
    "related": """related read_(?:more|next|also) more_(?:from|on|stories|news|in) recommended trending
        you_(?:may|might)_(?:also_)?(?:like|be) most_(?:read|popular|viewed) up_next don't_miss
        popular_(?:posts|articles|now|stories) latest_(?:news|posts|stories) recent_posts editor's_picks
        mehr_zum_thema auch_interessant lesen_sie_auch à_lire_aussi lire_aussi sur_le_même_sujet
        te_puede_interesar lee_también leia_também veja_também leggi_anche lees_ook czytaj_(?:też|także)
        читайте_также 関連記事 相关阅读""",
    "social": """share tweet facebook twitter whatsapp pinterest linkedin instagram telegram
        follow_(?:us|me) e-?mail_this teilen partager compartir compartilhar condividi поделиться""",
    "promo": r"""subscribe subscription newsletters? sign_up advertis\w+ sponsored donate click_here our_app
        download_(?:our|the)_app support_(?:us|our) anzeige werbung publicité publicidad publicidade
        pubblicità advertentie реклама abonnez suscríbete inscreva iscriviti s'inscrire anmelden""",
    "legal": """© copyright all_rights_reserved terms_(?:of|and) privacy impressum datenschutz disclaimer
        tous_droits todos_los_derechos todos_os_direitos tutti_i_diritti alle_rechte""",
    "navigation": r"""menu skip_to back_to home_?page site_?map search log_?in sign_in go_to main_content
        top_of_page contact_us about_us tags? filed_under categor\w+ view_all show_more load_more subir
        nach_oben startseite accueil inicio""",
    "paging": "next_(?:page|post|article) previous_(?:page|post|article) page_\\d+ older newer",
    "byline": "written_by posted_(?:by|on|in|at) published staff_writer last_updated min(?:ute)?s?_read",
}
"""Words of chrome in some of the languages of the web; a space within a phrase is written _."""

_CATEGORIES: tuple[tuple[Category, re.Pattern[str]], ...] = (
    *(
        (
            category,
            re.compile(rf"(?<!\w)(?:{'|'.join(words.split()).replace('_', ' ')})(?!\w)", re.IGNORECASE),
        )
        for category, words in _WORDS.items()
    ),
    ("byline", re.compile(r"(?:by|von|por|par)(?!\w)", re.IGNORECASE)),
)
_LONGEST = 12
_LICENCE = re.compile(r"licen[cs]ed? under|creative commons|\bcc[ -]by\b|public domain", re.IGNORECASE)


def category_of(line: str) -> Category | None:
    """Return the category that the words of a line speak for, or None if they are no words of chrome.

    >>> category_of("Subscribe to our newsletter"), category_of("Conclusion")
    ('promo', None)
    """
    line = line.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    for category, words in _CATEGORIES[:-1]:
        if words.search(line):
            return category
    byline, start = _CATEGORIES[-1]
    return byline if start.match(line) else None


@lru_cache(maxsize=10_000)
def speaks_of_chrome(line: str) -> bool:
    """Whether a line is short and its words are those of chrome.

    >>> speaks_of_chrome("Share this"), speaks_of_chrome("Step by step")
    (True, False)
    """
    return len(line.split()) <= _LONGEST and category_of(line) is not None


def is_licence(line: str) -> bool:
    """Whether a line says under which licence the text is: that always stays."""
    return _LICENCE.search(line) is not None
