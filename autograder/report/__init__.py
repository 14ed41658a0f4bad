"""The class report: one self-contained page that says what a class misunderstood, and what is left to do by hand.

data = report_data(subject_of(lab), entries)
write_report(path, data)
"""

from autograder.report.data import Entry, ReportData, Subject
from autograder.report.gather import report_data
from autograder.report.links import Links, find_links, relative_link
from autograder.report.page import build_report, write_report
from autograder.report.pending import waiting_cells
from autograder.report.subject import subject_of

__all__ = [
    "Entry",
    "Links",
    "ReportData",
    "Subject",
    "build_report",
    "find_links",
    "relative_link",
    "report_data",
    "subject_of",
    "waiting_cells",
    "write_report",
]
