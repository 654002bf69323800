"""Điểm Tin's domain: articles, briefs, directives, search, subscriptions and digests; knows no surface."""
