"""Files of other programs that are read as something they are not, known by their first bytes or names: what they are,
and how to bring them in or save them so that they do."""

_MSPDI = "save it as XML (File, Save As, XML Format) and: tpm import mspdi FILE.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: Ending of a name -> what the file is and how to save it.
_BY_ENDING = {
    ".mpp": f"a Microsoft Project plan; in Project {_MSPDI}",
    ".mpt": f"a Microsoft Project template; in Project {_MSPDI}",
    ".pod": f"a ProjectLibre plan; in ProjectLibre {_MSPDI}",
    ".xer": "a Primavera P6 export; in P6 export it as Microsoft Project XML and: tpm import mspdi FILE.xml",
    ".gan": "a GanttProject plan; in GanttProject export it (Project, Export) as CSV or as Microsoft Project XML",
    ".xlsx": "an Excel workbook; save the sheet as CSV UTF-8 and: tpm import csv FILE.csv",
    ".xls": "an Excel workbook; save the sheet as CSV UTF-8 and: tpm import csv FILE.csv",
    ".ods": "an OpenDocument spreadsheet; save the sheet as CSV and: tpm import csv FILE.csv",
}

#: Members of a Trello board as JSON.
_TRELLO = (b"trello.com", b'"idBoard"', b'"idOrganization"', b'"idMemberCreator"', b'"cards"')

#: What a text is that begins like no table and holds a word -> its name and the way in, the first that fits.
_NO_TABLES = {
    "<": (
        ("schemas.microsoft.com/project", "Microsoft Project's XML; tpm import mspdi FILE.xml takes it"),
        ("<rss", "Jira's XML; export the search as CSV (all fields) and: tpm import jira FILE.csv"),
        ("<table", "a web page, as Jira's HTML for Excel is; export it as CSV"),
        ("<html", "a web page, as Jira's HTML for Excel is; export it as CSV"),
        ("", "XML; save it as CSV"),
    ),
    "{[": (
        ('"tpm"', "tpm's own JSON; tpm import json FILE.json takes it"),
        ('"urgency"', "Taskwarrior's JSON; tpm import taskwarrior FILE.json takes it"),
        ('"number"', "JSON, of GitHub perhaps; tpm import github FILE.json takes that"),
        ("", "JSON; save it as CSV"),
    ),
}


def no_table(text: str) -> str:
    """What a text is that was read for a table, with the way in; empty where it may be one."""
    start = text[:4000].lstrip()
    for marks, kinds in _NO_TABLES.items():
        if start and start[0] in marks:
            return next(what for word, what in kinds if word in start)
    return ""


def foreign_file(name: str, head: bytes) -> str:
    """What a file is that cannot be read here, with the way to save it; empty if it is none that is known.

    ``head`` is its first kilobytes: a file that is called otherwise than it is, is known by them.
    """
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"PK\x03\x04"):
        return _BY_ENDING.get(ending, _BY_ENDING[".xlsx"] if b"xl/" in head or b"[Content_Types]" in head else "")
    if head.startswith(b"SQLite format 3\0"):
        return "a workspace or another SQLite database; a workspace is opened with: tpm FILE"
    if head.startswith(_OLE):
        return _BY_ENDING.get(ending, _BY_ENDING[".mpp"])
    if start.startswith(b"ERMHDR"):
        return _BY_ENDING[".xer"]
    if b"<project " in start[:400] and b"<view" in head:
        return _BY_ENDING[".gan"]
    if head.startswith(b"\xac\xed\x00\x05") or b"com.projity" in head:
        return _BY_ENDING[".pod"]
    if b"APIBusinessObjects" in start[:600]:
        return "a Primavera P6 export; in P6 export it as Microsoft Project XML and: tpm import mspdi FILE.xml"
    if start.startswith(b"MPX"):
        return f"a plan of Microsoft Project 98; in Project {_MSPDI}"
    if start.startswith(b"%PDF"):
        return "a PDF; save what it was made from as CSV and: tpm import csv FILE.csv"
    if start.startswith(b"{") and b'"format"' not in start[:200] and any(mark in head for mark in _TRELLO):
        return "a Trello board as JSON; tpm import trello FILE.json takes it"
    return ""
