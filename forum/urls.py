"""The forum's addresses."""

from django.urls import path

from forum.views import (
    attachments,
    editing,
    experience_forms,
    experiences,
    feeds,
    mentions,
    moderation,
    reactions,
    reports,
    topic,
    topics,
    writing,
)

GROUP = "grups/<slug:slug>/"
TOPIC = f"{GROUP}temes/<int:pk>/"
POST = f"{TOPIC}m/<int:number>/"

urlpatterns = [
    path(f"{GROUP}temes/", topics.topics, name="topics"),
    path(f"{GROUP}temes/nou/", writing.topic_new, name="topic_new"),
    path(f"{GROUP}temes/llegits/", topics.topics_read, name="topics_read"),
    path(f"{GROUP}experiencies/", experiences.group_experiences, name="group_experiences"),
    path(f"{GROUP}experiencies/nova/", experience_forms.experience_new, name="experience_new"),
    path(f"{GROUP}canal/<str:token>.xml", feeds.group_feed, name="group_feed"),
    path(TOPIC, topic.topic, name="topic"),
    path(f"{TOPIC}nous/", topic.topic_unread, name="topic_unread"),
    path(f"{TOPIC}respon/", writing.topic_reply, name="topic_reply"),
    path(f"{TOPIC}experiencia/", experience_forms.experience_edit, name="experience_edit"),
    path(f"{TOPIC}segueix/", topic.topic_follow, name="topic_follow"),
    path(f"{TOPIC}reaccions/", reactions.topic_react, name="topic_react"),
    path(f"{TOPIC}gestiona/", moderation.topic_manage, name="topic_manage"),
    path(f"{TOPIC}mou/", moderation.topic_move, name="topic_move"),
    path(POST, topic.post, name="post"),
    path(f"{POST}edita/", editing.post_edit, name="post_edit"),
    path(f"{POST}historial/", editing.post_history, name="post_history"),
    path(f"{POST}resol/", moderation.post_solve, name="post_solve"),
    path(f"{POST}retira/", moderation.post_remove, name="post_remove"),
    path(f"{POST}restaura/", moderation.post_restore, name="post_restore"),
    path(f"{POST}denuncia/", reports.post_report, name="post_report"),
    path("experiencies/", experiences.experiences, name="experiences"),
    path("experiencies/nova/", experience_forms.experience_start, name="experience_start"),
    path("moderacio/", reports.moderation, name="moderation"),
    path("moderacio/registre/", reports.moderation_log, name="moderation_log"),
    path("moderacio/<int:pk>/", reports.report_decide, name="report_decide"),
    path("fitxers/", attachments.attachment_upload, name="attachment_upload"),
    path("fitxers/<int:pk>/treu/", attachments.attachment_remove, name="attachment_remove"),
    path("mencions/", mentions.mention_people, name="mention_people"),
]
