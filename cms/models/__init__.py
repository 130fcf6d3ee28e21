"""Pages of the intranet, one family a file."""

from cms.models.articles import ArticlePage, LegalPage, SiteMapPage
from cms.models.base import BodyPage, IntranetPage
from cms.models.campaigns import CampaignPage
from cms.models.canteen import CanteenDay, CanteenPage, CanteenWeekPage
from cms.models.charters import CharterPage
from cms.models.feeds import NewsFeed
from cms.models.forms import FormAnswer, FormField, FormPage
from cms.models.guides import GuideIndexPage, GuidePage, RelatedPage
from cms.models.home import Alert, HomePage
from cms.models.navigation import IntranetSettings, NavigationLink
from cms.models.news import NewsCategory, NewsIndexPage, NewsPage
from cms.models.newsletters import LetterOpening, LetterSending, LetterSuggestion, NewsletterIndexPage, NewsletterPage
from cms.models.portal import PortalIndexPage, PortalPage
from cms.models.publishing import DelegatedPublishingTask
from cms.models.reviews import PageFault, PageMove, Publication, Review, ReviewComment, SampleCheck, TruthReminder
from cms.models.rights import Restriction

__all__ = [
    "Alert",
    "ArticlePage",
    "BodyPage",
    "CampaignPage",
    "CanteenDay",
    "CanteenPage",
    "CanteenWeekPage",
    "CharterPage",
    "DelegatedPublishingTask",
    "FormAnswer",
    "FormField",
    "FormPage",
    "GuideIndexPage",
    "GuidePage",
    "HomePage",
    "IntranetPage",
    "IntranetSettings",
    "LegalPage",
    "LetterOpening",
    "LetterSending",
    "LetterSuggestion",
    "NavigationLink",
    "NewsCategory",
    "NewsFeed",
    "NewsIndexPage",
    "NewsPage",
    "NewsletterIndexPage",
    "NewsletterPage",
    "PageFault",
    "PageMove",
    "PortalIndexPage",
    "PortalPage",
    "Publication",
    "RelatedPage",
    "Restriction",
    "Review",
    "ReviewComment",
    "SampleCheck",
    "SiteMapPage",
    "TruthReminder",
]
