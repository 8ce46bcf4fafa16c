"""Write the table anew from what the site answers: `python tests/matrix/write.py`.

For after a deliberate change. Look at the difference in version control before it is committed:
the test only proves that site and table agree; people decide whether both are right.
"""

import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "src")]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()
# ruff: noqa: E402
from django.core.cache import cache
from django.db import transaction
from django.test.utils import get_runner, setup_test_environment
from tests.matrix.test_matrix import METHODS, TABLE, asked
from tests.matrix.world import ROLES, make_world, patterns

HEAD = """\
# Who gets what, for every address and method. Kept by test_matrix.py, written by write.py.
#   ok    answered, or a form refused for what it says      door  asked to sign in
#   lock  asked to open private pages                        step  asked for a second step
#   no    403, not for this person                           none  404, not there for this person
#   405   not a method of this page                          enter sent to the door of the room
# member, chair, greeter, treasurer, moderator, secretary are in Lamp Group, whose address is asked
# for; outsider is the secretary of another group. "locked": a member with locked private pages.
# "weak-": without the second step. Addresses with the id of a page or person name the member's
# page and the chair's membership; other ids name nothing.
"""


def main() -> None:
    setup_test_environment()
    runner = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        with transaction.atomic():
            world = make_world()
            got = {}
            for role in ROLES:
                cache.clear()
                got[role] = dict(asked(world, role))
            transaction.set_rollback(True)
    finally:
        runner.teardown_databases(databases)
    width = max(map(len, patterns())) + 1
    lines = [
        HEAD,
        f"#{'address':<{width - 1}} {'':<5}" + "".join(f"{r:<15}" for r in ROLES).rstrip(),
    ]
    for pattern in patterns():
        for method in METHODS:
            told = "".join(f"{got[role][pattern, method]:<15}" for role in ROLES)
            lines.append(f"{pattern:<{width}}{method:<5} {told}".rstrip())
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
