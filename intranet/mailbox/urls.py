from django.urls import path

from intranet.mailbox.views import LetterHTMLView, LetterView, MailboxView

urlpatterns = [
    path("", MailboxView.as_view(), name="mailbox"),
    path("<slug:name>/", LetterView.as_view(), name="mailbox_message"),
    path("<slug:name>/html/", LetterHTMLView.as_view(), name="mailbox_html"),
]
