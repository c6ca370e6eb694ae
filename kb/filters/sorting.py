"""Orders in which a list can be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import NullIf
from django_filters import ChoiceFilter

Order = tuple[str, tuple[str | OrderBy, ...]]


def stated_first(field: str, descending: bool = False) -> OrderBy:
    """Order by a text column with empty values last, whichever way the others run."""
    expression = NullIf(F(field), Value(""))
    return OrderBy(expression, descending=descending, nulls_last=True)


class SortFilter(ChoiceFilter):
    """Order a list by one of some named orders; the first of them is the default. Ties: the heading, then the age."""

    def __init__(self, orders: Mapping[str, Order], **options: Any) -> None:
        """``orders`` maps the value of the parameter to its label and the expressions to order by."""
        self.orders = dict(orders)
        super().__init__(choices=[(value, label) for value, (label, _) in orders.items()], label="Sort by", **options)

    def filter(self, queryset: QuerySet[Any], value: str | None) -> QuerySet[Any]:
        """Apply the order asked for, or the default."""
        _, expressions = self.orders.get(value or "") or next(iter(self.orders.values()))
        return queryset.order_by(*expressions)
