"""The ways in: what is imported, by whom, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.importing.importer import Importer
from evaluation.foundation.importing.tables import Shape
from evaluation.records.deeds.imports.importer import deed_importer
from evaluation.records.nominations.imports.columns import CASES
from evaluation.records.nominations.imports.importer import nomination_importer
from evaluation.records.performance.imports.columns import LOG
from evaluation.records.performance.imports.importer import log_importer
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES, Role
from evaluation.registry.organizations.imports.columns import DEPARTMENTS, PARTY_ORGANIZATIONS
from evaluation.registry.organizations.imports.importer import organization_importer
from evaluation.registry.people.imports.columns import ROSTER
from evaluation.registry.people.imports.importer import RosterImporter

ROW, LINE, FORM = "row", "line", "form"


@dataclass(frozen=True)
class Door:
    """One kind of import. ``name`` is its blueprint, ``path`` its address, ``home`` the list that it fills, ``unit`` what its
    report counts as created. ``templates`` are the empty tables offered, by sheet."""

    name: str
    path: str
    importer: Importer
    roles: frozenset[str]
    title: Any
    home: str
    home_label: Any
    unit: str
    hint: Any
    accept: str
    several: bool = False
    templates: Mapping[str, Shape] | None = None

    @property
    def kind(self) -> str:
        """Stable name of the import."""
        return self.importer.kind


DEPARTMENT_ROLES = ORGANIZATION_ROLES | {Role.CLERK}
WORKBOOK = ".xlsx,.xls"

ORGANIZATIONS = Door(
    name="organization_imports",
    path="/organizations/import",
    importer=organization_importer,
    roles=frozenset(ORGANIZATION_ROLES),
    title=_l("Import organisations"),
    home="organizations.index",
    home_label=_l("Organisations"),
    unit=ROW,
    hint=_l("An Excel file with a sheet of departments, one of Party organisations, or both. Your own headings will do."),
    accept=WORKBOOK,
    templates={"部门": DEPARTMENTS, "党组织": PARTY_ORGANIZATIONS},
)
PEOPLE = Door(
    name="roster_imports",
    path="/people/import",
    importer=RosterImporter(sorted(ORGANIZATION_ROLES)),
    roles=frozenset(ORGANIZATION_ROLES),
    title=_l("Import the roster"),
    home="people.index",
    home_label=_l("People"),
    unit=ROW,
    hint=_l("An Excel file, one row a person. Your own headings will do; a column of identity numbers is not read."),
    accept=WORKBOOK,
    templates={"花名册": ROSTER},
)
RECORDS = Door(
    name="log_imports",
    path="/records/import",
    importer=log_importer,
    roles=frozenset(DEPARTMENT_ROLES),
    title=_l("Import a frontline log"),
    home="shifts.index",
    home_label=_l("Frontline records"),
    unit=LINE,
    hint=_l("An Excel file, one row a shift, the names in one cell. Dates without a year take it from the title."),
    accept=WORKBOOK,
    templates={"一线台账": LOG},
)
DEEDS = Door(
    name="deed_imports",
    path="/deeds/import",
    importer=deed_importer,
    roles=frozenset(DEPARTMENT_ROLES),
    title=_l("Import deed forms"),
    home="deeds.index",
    home_label=_l("Exemplary deeds"),
    unit=FORM,
    hint=_l("Word forms (docx) and their photographs together, or one zip with all of them. Each form becomes a draft."),
    accept=".docx,.zip,.jpg,.jpeg,.png,.webp",
    several=True,
)
NOMINATIONS = Door(
    name="nomination_imports",
    path="/nominations/import",
    importer=nomination_importer,
    roles=frozenset(ORGANIZATION_ROLES | {Role.BRANCH_SECRETARY}),
    title=_l("Import running cases"),
    home="nominations.index",
    home_label=_l("Membership development"),
    unit=ROW,
    hint=_l("An Excel file, one row a person, the days in columns. Each day is tested by the rules that were in force on it."),
    accept=WORKBOOK,
    templates={"发展党员台账": CASES},
)
DOORS = (ORGANIZATIONS, PEOPLE, RECORDS, DEEDS, NOMINATIONS)
BY_KIND = {door.kind: door for door in DOORS}
