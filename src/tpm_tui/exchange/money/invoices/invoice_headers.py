"""What lists of invoices and costs call their columns and categories."""

#: Field -> words of headers, the surest first; English, German, French, Spanish.
INVOICE_HEADERS: dict[str, tuple[str, ...]] = {
    "reference": (
        "invoice number", "invoice no", "invoice", "invoice id", "reference", "document number", "document no",
        "voucher", "receipt", "rechnungsnummer", "rechnungs nr", "rechnungsnr", "rechnung",
        "rechnung nr", "belegnummer", "beleg nr", "beleg",
        "numéro de facture", "facture", "factura", "número de factura", "number", "no", "nr",
    ),
    "at": (
        "invoice date", "date of invoice", "posting date", "booking date", "document date", "date", "rechnungsdatum",
        "belegdatum", "buchungsdatum", "datum", "date de facture", "fecha de factura", "fecha",
    ),
    "actual": (
        "actual", "actual cost", "net amount", "amount net", "net", "net total", "subtotal", "nettobetrag", "netto",
        "betrag netto", "summe netto", "montant ht", "total ht", "importe neto", "amount", "invoice amount", "betrag",
        "rechnungsbetrag", "montant", "importe", "total", "total amount", "sum", "summe", "gesamtbetrag", "gross",
        "gross amount", "brutto", "bruttobetrag", "montant ttc", "cost", "kosten",
    ),
    "committed": (
        "committed", "commitment", "order value", "order amount", "po amount", "purchase order amount", "ordered",
        "bestellwert", "bestellsumme", "auftragswert", "beauftragt", "engagé",
    ),
    "planned": ("planned", "planned cost", "budget", "plan", "geplant", "plankosten", "prévu", "previsto"),
    "title": (
        "title", "description", "text", "purpose", "subject", "item description", "line item", "details", "memo",
        "bezeichnung", "beschreibung", "buchungstext", "verwendungszweck", "leistung", "libellé", "concepto",
        "descripción",
    ),
    "category": (
        "category", "cost type", "cost category", "type", "account", "kategorie", "kostenart", "konto", "catégorie",
        "categoría",
    ),
    "item": (
        "item", "issue key", "key", "task", "work package", "arbeitspaket", "vorgang", "aufgabe", "wbs", "project task",
        "tâche", "tarea",
    ),
    "notes": ("notes", "note", "comment", "comments", "remark", "kommentar", "bemerkung", "notiz", "commentaire"),
}  # fmt: skip

#: Who sent the invoice, and what it is in.
SUPPLIER_HEADERS: dict[str, tuple[str, ...]] = {
    "supplier": (
        "supplier", "supplier name", "vendor", "vendor name", "payee", "from", "company", "creditor", "lieferant",
        "kreditor", "firma", "fournisseur", "proveedor",
    ),
    "currency": ("currency", "currency code", "währung", "waehrung", "devise", "moneda"),
}  # fmt: skip

#: Words of other programs for a category.
CATEGORY_WORDS: dict[str, tuple[str, ...]] = {
    "labour": ("labor", "salaries", "salary", "staff", "personnel", "personal", "personalkosten", "löhne", "gehälter"),
    "vendor": (
        "services", "service", "consulting", "contractor", "contractors", "subcontractor", "external", "supplier",
        "dienstleistung", "dienstleistungen", "beratung", "fremdleistung", "fremdleistungen", "extern", "prestations",
    ),
    "licence": (
        "license", "licenses", "licences", "software", "subscription", "subscriptions", "saas", "lizenz", "lizenzen",
        "licencias", "logiciel",
    ),
    "hardware": ("equipment", "devices", "servers", "material", "materials", "geräte", "sachkosten", "matériel"),
    "travel": ("travel expenses", "trip", "hotel", "reise", "reisen", "reisekosten", "spesen", "voyage", "viaje"),
    "contingency": ("reserve", "reserves", "rückstellung"),
}  # fmt: skip
