"""The public site: views and what they put on a page."""
