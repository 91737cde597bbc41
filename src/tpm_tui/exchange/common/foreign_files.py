"""Files of other programs that no format here reads, known by their first bytes or names, and how to save them so that
one does."""

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


def foreign_file(name: str, head: bytes) -> str:
    """What a file is that cannot be read here, with the way to save it; empty if it is none that is known.

    ``head`` is its first kilobytes: a file that is called otherwise than it is, is known by them.
    """
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"PK\x03\x04"):
        return _BY_ENDING.get(ending, _BY_ENDING[".xlsx"] if b"xl/" in head or b"[Content_Types]" in head else "")
    if head.startswith(_OLE):
        return _BY_ENDING.get(ending, _BY_ENDING[".mpp"])
    if start.startswith(b"ERMHDR"):
        return _BY_ENDING[".xer"]
    if b"<project " in start[:400] and b"<view" in head:
        return _BY_ENDING[".gan"]
    if head.startswith(b"\xac\xed\x00\x05") or b"com.projity" in head:
        return _BY_ENDING[".pod"]
    if start.startswith(b"{") and b'"format"' not in start[:200] and (b"trello.com" in head or b'"idBoard"' in head):
        return "a Trello board as JSON; export the board as CSV (Premium) and: tpm import csv FILE.csv"
    return ""
