"""What every stage uses and what knows no stage: errors, text, tables, files, terminals."""
