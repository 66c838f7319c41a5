"""The resource bank's addresses."""

from django.urls import path

from repository.views import (
    adoption,
    collection_editing,
    collection_files,
    collections,
    discussing,
    exports,
    feeds,
    files,
    history,
    kept,
    listing,
    marks,
    open_data,
    origins,
    proposing,
    resource,
    reviewing,
    uploads,
    validity,
)

BANK = "recursos/"
COLLECTIONS = f"{BANK}colleccions/"
COLLECTION = f"{COLLECTIONS}<slug:slug>/"
CAMPAIGN = f"{BANK}campanya/"
RESOURCE = f"{BANK}<slug:slug>/"
FILE = f"{RESOURCE}fitxers/<int:pk>/"

urlpatterns = [
    # Finding
    path(BANK, listing.resources, name="resources"),
    path(f"{BANK}desats/", marks.resources_saved, name="resources_saved"),
    path(f"{BANK}rss/<str:token>/", feeds.resources_feed, name="resources_feed"),
    path(f"{BANK}dades-obertes.json", open_data.open_data, name="open_data"),
    path(f"{BANK}exporta/recursos.csv", exports.resources_export, name="resources_export"),
    path(f"{BANK}exporta/fitxers.zip", exports.resources_export_files, name="resources_export_files"),
    path("grups/<slug:slug>/recursos/", listing.group_resources, name="group_resources"),
    # Proposing
    path(f"{BANK}proposa/", proposing.resource_propose, name="resource_propose"),
    path(f"{BANK}proposa/tema/<int:pk>/", origins.resource_from_topic, name="resource_from_topic"),
    path(f"{BANK}consentiment/<int:pk>/", origins.resource_consent, name="resource_consent"),
    path(f"{BANK}meus/", kept.resources_kept, name="resources_kept"),
    path(f"{BANK}revisio/", reviewing.resources_to_review, name="resources_to_review"),
    # Collections and campaign kits
    path(COLLECTIONS, collections.collections, name="collections"),
    path(f"{COLLECTIONS}nova/", collection_editing.collection_new, name="collection_new"),
    path(COLLECTION, collections.collection, name="collection"),
    path(f"{COLLECTION}edita/", collection_editing.collection_edit, name="collection_edit"),
    path(f"{COLLECTION}ordre/", collection_editing.collection_order, name="collection_order"),
    path(f"{COLLECTION}esborra/", collection_editing.collection_delete, name="collection_delete"),
    path(f"{COLLECTION}fitxers.zip", collection_files.collection_files, name="collection_files"),
    path(f"{COLLECTION}progres/", collections.collection_progress, name="collection_progress"),
    path(CAMPAIGN, adoption.kits, name="kits"),
    path(f"{CAMPAIGN}adopcio/", adoption.adoption, name="adoption"),
    path(f"{CAMPAIGN}adopcio.csv", adoption.adoption_export, name="adoption_export"),
    path(f"{CAMPAIGN}us/<int:pk>/", adoption.kit_use, name="kit_use"),
    # One resource
    path(RESOURCE, resource.resource, name="resource"),
    path(f"{RESOURCE}fitxers.zip", files.resource_zip, name="resource_zip"),
    path(f"{FILE}miniatura/", files.resource_thumbnail, name="resource_thumbnail"),
    path(f"{FILE}<path:name>", files.resource_file, name="resource_file"),
    path(f"{RESOURCE}edita/<int:step>/", proposing.resource_edit, name="resource_edit"),
    path(f"{RESOURCE}puja/", uploads.resource_upload, name="resource_upload"),
    path(f"{RESOURCE}envia/", proposing.resource_submit, name="resource_submit"),
    path(f"{RESOURCE}descarta/", proposing.resource_discard, name="resource_discard"),
    path(f"{RESOURCE}revisa/", reviewing.resource_review, name="resource_review"),
    path(f"{RESOURCE}sense/", origins.resource_taken_out, name="resource_taken_out"),
    path(f"{RESOURCE}versions/", history.resource_history, name="resource_history"),
    path(f"{RESOURCE}versions/<int:pk>/", history.resource_version, name="resource_version"),
    path(f"{RESOURCE}vigencia/", validity.resource_validity, name="resource_validity"),
    path(f"{RESOURCE}servit/", marks.resource_useful, name="resource_useful"),
    path(f"{RESOURCE}desa/", marks.resource_save, name="resource_save"),
    path(f"{RESOURCE}aplega/", collection_editing.resource_collect, name="resource_collect"),
    path(f"{RESOURCE}parleu-ne/", discussing.resource_discuss, name="resource_discuss"),
]
