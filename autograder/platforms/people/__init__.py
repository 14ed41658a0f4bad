"""Who is who: students of the gradebook, found in and read from a platform's files."""
