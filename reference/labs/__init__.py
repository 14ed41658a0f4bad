"""The labs that come with the kit: a lab file each, and a folder of sample answers beside it."""
