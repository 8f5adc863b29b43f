"""Tables of ratings, corrections, complaints, suggestions and surveys."""
