"""Read sides of cases: lists, one case's page, progress, supervision, figures."""
