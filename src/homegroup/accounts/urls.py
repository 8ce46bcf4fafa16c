"""Addresses of the room."""

from django.urls import path

from homegroup.accounts.views import account, signing, steps

app_name = "accounts"
urlpatterns = [
    path("sign-up/", signing.sign_up, name="sign_up"),
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-in/second/", signing.second, name="second"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("forgotten/", signing.forgotten, name="forgotten"),
    path("unlock/", signing.unlock, name="unlock"),
    path("lock/", signing.lock, name="lock"),
    path("me/", account.me, name="me"),
    path("me/card/", account.card, name="card"),
    path("me/card/confirm/", account.card_confirm, name="card_confirm"),
    path("me/card.pdf", account.card_pdf, name="card_pdf"),
    path("me/passphrase/", account.passphrase, name="passphrase"),
    path("me/devices/", account.devices, name="devices"),
    path("me/kept/", account.kept, name="kept"),
    path("me/steps/", steps.overview, name="steps"),
    path("me/steps/code/", steps.add_code, name="add_code"),
    path("me/steps/passkey/", steps.add_passkey, name="add_passkey"),
]
