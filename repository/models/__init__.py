from repository.models.collections import Chapter, Collection, CollectionItem, CollectionQuerySet, KitUse, Progress
from repository.models.files import DownloadCount, ResourceFile, ResourceLink, StoredFile
from repository.models.marks import Bookmark, Credit, Discussion, Usefulness
from repository.models.pages import PrivateShelfPage, ResourceIndexPage, ResourcePage
from repository.models.queries import ResourceQuerySet
from repository.models.reviews import ReviewTask, Version
from repository.models.versions import BankVersion

__all__ = [
    "BankVersion",
    "Bookmark",
    "Chapter",
    "Collection",
    "CollectionItem",
    "CollectionQuerySet",
    "Credit",
    "Discussion",
    "DownloadCount",
    "KitUse",
    "PrivateShelfPage",
    "Progress",
    "ResourceFile",
    "ResourceIndexPage",
    "ResourceLink",
    "ResourcePage",
    "ResourceQuerySet",
    "ReviewTask",
    "StoredFile",
    "Usefulness",
    "Version",
]
