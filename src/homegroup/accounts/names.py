"""Sign-in names: private, one word or a few, never two that look alike."""

from homegroup.core.names import clean_name

LEAST, MOST = 3, 40


def clean_sign_in_name(typed: str) -> str:
    """Give the name in its written form. Raises HouseError with the reason."""
    return clean_name(typed, least=LEAST, most=MOST, field="name")
