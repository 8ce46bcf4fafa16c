"""The nudge knows advice in four languages, and lets pass what only looks like it."""

import pytest

from homegroup.support.nudging import is_full_of_advice, pieces_of_advice


@pytest.mark.parametrize(
    "text",
    [
        "You should call her.",
        "you’ve got to leave him",
        "YOU NEED TO go to a meeting today",
        "If I were you I would not go.",
        "Tienes que llamar a alguien.",
        "Deberías descansar.",
        "Yo que tú no iría.",
        "Du solltest zum Arzt gehen.",
        "An deiner Stelle würde ich gehen.",
        "Du müsstest einfach schlafen.",
        "Tu devrais l’appeler.",
        "Il faut que tu partes.",
        "À ta place, je dormirais.",
    ],
)
def test_advice(text: str) -> None:
    assert pieces_of_advice(text) == 1
    assert is_full_of_advice(text, strictly=False)


@pytest.mark.parametrize(
    "text",
    [
        "I should have called her. I did not.",
        "You must be so tired.",
        "You should be proud of that.",
        "You don't have to do this alone.",
        "You do not need to explain.",
        "What do you need to hear tonight?",
        "No tienes que explicar nada.",
        "Debes estar muy cansada.",
        "Du musst nichts sagen.",
        "Das musst du nicht allein tragen.",
        "Tu dois être fatigué.",
        "I hear you. I sat on my stairs and waited until it passed.",
        "",
    ],
)
def test_no_advice(text: str) -> None:
    assert pieces_of_advice(text) == 0
    assert not is_full_of_advice(text, strictly=True)


def test_how_much_is_much() -> None:
    told = "I remember the first winter, and how quiet the flat was then. " * 8
    assert not is_full_of_advice(f"{told} You should rest.", strictly=False)
    assert is_full_of_advice(f"{told} You should rest.", strictly=True)
    assert is_full_of_advice("You should rest. You must eat. You need to sleep.", strictly=False)
