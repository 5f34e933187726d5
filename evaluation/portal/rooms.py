"""All rooms with pages, in the order in which they are put into the application."""

from evaluation.portal.home.views import blueprint as home
from evaluation.portal.search.views import blueprint as search
from evaluation.registry.accounts.views import blueprint as accounts

BLUEPRINTS = (home, search, accounts)
