"""The voice of a room, as its script asks: joining, a sign now and then, leaving."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from homegroup.accounts import visits
from homegroup.accounts.access import only
from homegroup.core.errors import HouseError
from homegroup.live.access import Here, seated
from homegroup.live.actions import sharing
from homegroup.live.voice import bridge


@seated()
@only("POST")
def voice(request: HttpRequest, here: Here) -> HttpResponse:
    """Join with an offer, stay, or leave. Whether one is heard is not asked here: the word is."""
    room, seat = here.room, here.seat.number
    try:
        match request.POST.get("do", ""):
            case "join":
                sharing.check_pace(room, seat)
                answer = bridge.join(room=room, seat=seat, offer=request.POST.get("offer", ""))
                return JsonResponse({"answer": answer, "beat": bridge.BEAT})
            case "stay":
                visits.comes_by_itself(request)
                return JsonResponse({"in": bridge.stay(room=room, seat=seat)})
            case "leave":
                bridge.leave(room=room, seat=seat)
                return JsonResponse({"in": False})
    except HouseError as refusal:
        status = refusal.status if refusal.status != 400 else 422
        return JsonResponse({"said": str(refusal.message)}, status=status)
    return JsonResponse({"said": ""}, status=422)
