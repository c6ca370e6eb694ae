"""The closed lists that editors choose from. Each value is lower-case English and part of the exchange form."""

from __future__ import annotations

from django.db.models import TextChoices


class Kind(TextChoices):
    """What sort of thing an entity is; one page layout and one list for each."""

    INSTITUTION = "institution", "Institution"
    DEPARTMENT = "department", "Department"
    PERSON = "person", "Person"
    POLICY_EVENT = "policy_event", "Policy event"
    PLACE = "place", "Place"

    @property
    def plural(self) -> str:
        """The word for many of them, as lists are headed."""
        return "People" if self is Kind.PERSON else f"{self.label}s"


class Status(TextChoices):
    """Who may see an entity."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"


class InstitutionType(TextChoices):
    """What an institution is, by the editors' judgment."""

    UNIVERSITY = "university", "University"
    RESEARCH_INSTITUTE = "research_institute", "Research institute"
    COMPANY = "company", "Company"
    GOVERNMENT = "government", "Government body"
    THINK_TANK = "think_tank", "Think tank"
    ASSOCIATION = "association", "Association"
    SCIENCE_PARK = "science_park", "Science park"
    MILITARY = "military", "Military institution"
    OTHER = "other", "Other institution"


class DepartmentType(TextChoices):
    """What a part of an institution is."""

    DEPARTMENT = "department", "Department"
    LABORATORY = "laboratory", "Laboratory"
    RESEARCH_GROUP = "research_group", "Research group"
    SCHOOL = "school", "School"
    CENTER = "center", "Center"


class PolicyEventType(TextChoices):
    """What sort of act or happening a policy event is."""

    SANCTION = "sanction", "Sanction"
    EXPORT_CONTROL = "export_control", "Export control"
    LAW = "law", "Law"
    REGULATION = "regulation", "Regulation"
    PLAN = "plan", "Plan"
    STRATEGY = "strategy", "Strategy"
    STANDARD = "standard", "Standard"
    FUNDING = "funding", "Funding"
    FOUNDING = "founding", "Founding"
    REPORT = "report", "Report"
    SUMMIT = "summit", "Summit"
    INVESTMENT_RULE = "investment_rule", "Investment rule"
    OTHER = "other", "Other event"


class PlaceType(TextChoices):
    """The level of a place, from the largest to the smallest."""

    COUNTRY = "country", "Country"
    REGION = "region", "Region"
    CITY = "city", "City"
    DISTRICT = "district", "District"


class SourceKind(TextChoices):
    """Who speaks in a source."""

    GOVERNMENT = "government", "Government"
    LAW = "law", "Law or official gazette"
    INSTITUTION = "institution", "Institution about itself or its field"
    THINK_TANK = "think_tank", "Think tank"
    NEWS = "news", "News"
    ACADEMIC = "academic", "Academic"
    ENCYCLOPEDIA = "encyclopedia", "Encyclopedia"
    COMPANY = "company", "Company"
    REGISTRY = "registry", "Registry"
    OTHER = "other", "Other"


class Basis(TextChoices):
    """How a statement follows from its source."""

    STATED = "stated", "Stated in the source"
    DERIVED = "derived", "Derived from what the source says"
    JUDGEMENT = "judgement", "Judgment of the editors"

    @property
    def word(self) -> str:
        """The basis in one word, for a tag beside a statement."""
        return self.label.split()[0].lower()
