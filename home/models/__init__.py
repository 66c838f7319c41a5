from home.models.front import HomePage
from home.models.legal import LegalPage, LegalText
from home.models.news import NewsIndexPage, NewsPage
from home.models.sections import SectionPage

__all__ = ["HomePage", "LegalPage", "LegalText", "NewsIndexPage", "NewsPage", "SectionPage"]
