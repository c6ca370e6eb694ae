"""What is on the editors' desk: every model that can be entered and corrected, and by what."""

from __future__ import annotations

from django.contrib import admin

from kb.admin.entities import (
    AnyEntityAdmin,
    DepartmentAdmin,
    InstitutionAdmin,
    PersonAdmin,
    PlaceAdmin,
    PolicyEventAdmin,
)
from kb.admin.sources import SourceAdmin
from kb.admin.statements import StatementAdmin
from kb.models import Department, Entity, Institution, Person, Place, PolicyEvent, Source, Statement

admin.site.register(Entity, AnyEntityAdmin)
admin.site.register(Institution, InstitutionAdmin)
admin.site.register(Department, DepartmentAdmin)
admin.site.register(Person, PersonAdmin)
admin.site.register(PolicyEvent, PolicyEventAdmin)
admin.site.register(Place, PlaceAdmin)
admin.site.register(Source, SourceAdmin)
admin.site.register(Statement, StatementAdmin)
