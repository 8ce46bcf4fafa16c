"""`homegroup new-proof-key`: a new key that signs proofs of attendance from now on."""

from typing import Any

from homegroup.attendance import actions
from homegroup.core.command import HouseCommand, Result


class Command(HouseCommand):
    """Make a new key; what the old one signed can be checked as before."""

    help = (
        "Make a new key for signing proofs of attendance, once a year or when the old one may have "
        "been seen. Proofs that the old key signed can be checked until their time is over."
    )

    def work(self, **options: Any) -> Result:
        return {"key": actions.renew_key()}

    def tell(self, result: Result) -> None:
        self.console.print(f"Proofs are signed by key {result['key']} from now on.", markup=False)
