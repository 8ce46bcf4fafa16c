"""Answer headers that Django does not set itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = (
    "accelerometer=(), autoplay=(), browsing-topics=(), "
    "camera=(), display-capture=(), geolocation=(self), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), publickey-credentials-create=(self), "
    "publickey-credentials-get=(self), usb=()"
)


class SecurityHeaders:
    """Close what pages do not need; devices keep no page of a member.

    A view that already set a header keeps its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        if request.path.startswith("/static/"):  # files: what is of pages is only weight there
            response.headers.pop("Cross-Origin-Opener-Policy", None)
        else:
            response.headers.setdefault("Permissions-Policy", POLICY)
            user = getattr(request, "user", None)
            kept = "no-store" if user and user.is_authenticated else "private, no-cache"
            response.headers.setdefault("Cache-Control", kept)
        return response


def open_to_voice(response: HttpResponse) -> HttpResponse:
    """Let this page ask for the microphone, and play what others say."""
    opened = POLICY.replace("microphone=()", "microphone=(self)")
    response.headers["Permissions-Policy"] = opened.replace("autoplay=()", "autoplay=(self)")
    return response


def open_to_other_sites(response: HttpResponse) -> HttpResponse:
    """Let other sites read this answer (public feeds only; it carries no cookie)."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
