"""All rooms with pages, in the order in which they are put into the application."""

from evaluation.appraisals.cycles.views.room import blueprint as appraisals
from evaluation.appraisals.materials.views.room import blueprint as materials
from evaluation.portal.administration.audit.views import blueprint as audit
from evaluation.portal.administration.system.views import blueprint as system
from evaluation.portal.directory.views import blueprint as people
from evaluation.portal.help.views import blueprint as help_pages
from evaluation.portal.home.views import blueprint as home
from evaluation.portal.imports.room import BLUEPRINTS as IMPORTS
from evaluation.portal.me.views import blueprint as me
from evaluation.portal.search.views import blueprint as search
from evaluation.procedures.attachments.views import blueprint as attachments
from evaluation.procedures.consents.views import blueprint as consents
from evaluation.procedures.evidence.views import blueprint as evidence
from evaluation.procedures.inbox.views import blueprint as inbox
from evaluation.procedures.notices.objections import blueprint as objections
from evaluation.procedures.notices.views import blueprint as notices
from evaluation.procedures.rules.views import blueprint as rules
from evaluation.procedures.workflow.views import blueprint as matters
from evaluation.publicity.stories.views.room import blueprint as stories
from evaluation.records.deeds.views.room import blueprint as deeds
from evaluation.records.nominations.views.room import blueprint as nominations
from evaluation.records.performance.views.room import campaigns_blueprint as campaigns
from evaluation.records.performance.views.room import groups_blueprint as groups
from evaluation.records.performance.views.room import shifts
from evaluation.registry.accounts.security.views import blueprint as security
from evaluation.registry.accounts.views import blueprint as accounts
from evaluation.registry.organizations.views import blueprint as organizations

BLUEPRINTS = (
    home,
    search,
    accounts,
    matters,
    inbox,
    attachments,
    evidence,
    notices,
    objections,
    consents,
    deeds,
    nominations,
    rules,
    people,
    organizations,
    shifts,
    campaigns,
    groups,
    appraisals,
    materials,
    stories,
    me,
    help_pages,
    security,
    audit,
    system,
    *IMPORTS,
)
