"""Pages of clerks, reviewers, finance and supervisors."""
