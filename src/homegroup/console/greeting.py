"""What a start says while nobody runs this home."""

from homegroup.console import links


def lines(address: str) -> list[str]:
    """Give a fresh one-time link for a home without an operator; nothing otherwise."""
    if links.has_operator():
        return []
    token = links.new_first_link()
    return [
        "",
        "Nobody runs this home yet. Open this link to set it up; it works once:",
        f"  {address}first-run/{token}/",
        "",
    ]
