"""`homegroup new-operator`: a way back in when the operators lost everything."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from homegroup.console import links
from homegroup.core.command import HouseCommand, Result


class Command(HouseCommand):
    """Print a one-time link behind which another operator makes an account."""

    help = (
        "Print a link, good once and for 20 hours, behind which another operator makes an account. "
        "For a home whose operators lost passphrase and card."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="sign-in name that the page offers")
        parser.add_argument("--port", type=int, default=8000, help="port of a site without TLS")

    def work(self, **options: Any) -> Result:
        token = links.new_operator_link(name=options["name"])
        address = settings.SITE_URL or f"http://localhost:{options['port']}"
        return {"link": f"{address}/first-run/{token}/"}

    def tell(self, result: Result) -> None:
        self.console.print("Open this link while the site is served; it works once:")
        self.console.print(result["link"], markup=False)
