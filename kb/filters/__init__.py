"""What a query string means: one FilterSet for each list, whatever form the list is given in."""
