"""`homegroup serve`: the site, on this machine or behind TLS."""

from typing import Any

from django.core.management.base import CommandParser

from homegroup.core import greetings
from homegroup.core.command import HouseCommand, Result
from homegroup.home import serving


class Command(HouseCommand):
    """Serve the site."""

    help = "Serve the site until Ctrl+C. Plain HTTP goes to this machine only."
    migrates = False  # only once the port is ours

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to answer on")
        parser.add_argument(
            "--demo", action="store_true", help="with a made-up fellowship (home: var/demo)"
        )

    def work(self, **options: Any) -> Result:
        host, demo = options["host"], options["demo"]
        serving.check_host(host, demo=demo)
        with serving.listen(host, options["port"]) as held:
            serving.make_ready(demo=demo, say=self.say)
            address = serving.address(host, held.getsockname()[1])
            lines = [*greetings.lines_at(address), f"Homegroup answers at {address}"]
            serving.serve(held, ready=lambda: self.say("\n".join(lines)))
        return {"address": address}

    def say(self, words: str) -> None:
        self.console.print(words, markup=False)

    def tell(self, result: Result) -> None:
        self.console.print("Homegroup has stopped.")
