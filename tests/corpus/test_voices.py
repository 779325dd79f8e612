"""Verse, speech and letters before a book are the author's, whatever trade they speak of; imprints are not."""

import pytest

from proust_attention.corpus.rules.title_pages import doubtful, title_pages
from tests.corpus.test_rules import GAP, PROSE, after


@pytest.mark.parametrize(
    "page",
    [
        "Baja, canción, al río,\ny di en la librería\nque a la imprenta no llega.",
        "Baja, Canción, al río,\nY di en la librería,\nY a la imprenta di que no:\nNadie te oirá llegar.",
        "A MI LIBRO\n\nBaja despacio al río,\nno busques editores\nni una imprenta de noche.\n\nAna Ruiz",
        "Pide la tinta al librero,\ny la noche al editor.",
        "va la tinta por el agua\nva la imprenta por la nieve\nel editor por el aire",
        "Ton nom est imprimé en moi,\nlecteur de bibliothèque,\net l'éditeur n'en sait rien.",
        "—¿Y el editor?\n—Salió de la imprenta.",
        "—El editor duerme.\n—Que cierren la librería.\n—Ya está cerrada.",
        "— L'éditeur est mort, dit-elle.\n— Et l'imprimeur ?\nElle se tut.",
        "«¿Y el editor?»\n«¡En la imprenta!»",
        "Madrid, 5 de mayo\n\nMuy señor mío:\nLa segunda edición, impresa en marzo,\nse vendió. Debo 3 duros.",
        "PERSONAS\n\nDON JUAN, editor\nUN IMPRESOR\nUN LIBRERO\nLa acción en Madrid, en 1871",
        "Dramatis Personæ.\nMr. Brown, a publisher.\nHis printer, first edition of a rogue.",
        "London, 1898\nMy dear Mary,\nThe publisher has burnt the volume.\nThe library, too.",
        "Ma chère Berthe,\nL'éditeur est mort en 1871.\nLa bibliothèque a brûlé.",
        "Lieber Freund!\nDer Verlag schweigt seit 1871.\nAuch der Druck ruht.",
        "Cara Maria,\nL'editore tace dal 1871.\nLa stampa anche.",
    ],
)
def test_verse_speech_and_letters_stay(page: str) -> None:
    text = page + GAP + PROSE
    assert after(title_pages, text) == text
    assert [found.start for found in doubtful(text)] == [0]


@pytest.mark.parametrize(
    "page",
    [
        "Tercera edición,\ncorregida y aumentada.\nMadrid, Imprenta de Luz.",
        "Las llaves,\nnovela original de Ana Ruiz.\nBiblioteca del Mar.\nLibrería de Luz y Compañía.",
        "Deuxième édition revue\net corrigée.",
        "Éditions du Vent\nBibliothèque de la mer\nParis",
        "Esta edición se acabó de imprimir\nen los talleres de la costa,\nuna tarde de otoño.",
        "— Édition de poche\n— Bibliothèque du vent",
        "— Librairie, 3, rue du Port.\n— Imprimerie, 4, rue du Port.",
        "Propiedad del editor.\nImprenta de Luz, calle del Mar, 3.\nMadrid, 1871.",
        "LA CLÉ\nroman\nPARIS\nCALMANN LÉVY, ÉDITEUR\n1885\nDroits de traduction et de reproduction réservés",
        "LA CASA\n\nEs propiedad.\nMadrid, 1871",
        "LA CASA\nQueda hecho el depósito que marca la ley.",
        "Querida Luisa:\n© 1998, Ediciones del Puerto",
        "Estimado lector, esta segunda edición\nse imprimió en Madrid, 1871.",
        "Copyright: todo lo demás,\nla imprenta y la tinta,\nes del viento.",
    ],
)
def test_imprints_go(page: str) -> None:
    assert after(title_pages, page + GAP + PROSE) == GAP + PROSE
