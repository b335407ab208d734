"""A document as PDF, by WeasyPrint, which comes with the extra `pdf` and needs the system library Pango."""

from pathlib import Path
from types import ModuleType
from typing import Any

from service.language import Language
from service.reports.documents.as_html import as_html
from service.reports.documents.document import ReportDocument

FONT = Path(__file__).parent / "static/noto-sans-sc/NotoSansSC-GB2312.woff"
FONT_URL = "casebook:font"
FACE = f"@font-face {{ font-family: 'Casebook Sans'; src: url({FONT_URL}) format('woff'); }}"

FONT_CUT_AT = 0xD0000000
"""An instant of 2014, in seconds since 1904."""


class PdfUnavailableError(RuntimeError):
    """This machine cannot make PDF: WeasyPrint or Pango is missing."""


def as_pdf(document: ReportDocument, language: Language) -> bytes:
    """Return the PDF. The same document gives the same bytes. Raises PdfUnavailableError."""
    weasyprint = _weasyprint()
    fonts = weasyprint.text.fonts.FontConfiguration()
    fetch = _fetcher(weasyprint)
    face = weasyprint.CSS(string=FACE, font_config=fonts, url_fetcher=fetch)
    page = weasyprint.HTML(string=as_html(document, language).decode(), url_fetcher=fetch)
    identifier = bytes.fromhex(document.content_sha256)[:16]
    made: bytes = page.write_pdf(stylesheets=[face], font_config=fonts, pdf_identifier=identifier)
    return made


def _weasyprint() -> ModuleType:
    """Import it only where a PDF is asked for: it takes a second."""
    try:
        import weasyprint
        import weasyprint.text.fonts
        import weasyprint.urls
        from fontTools.ttLib.tables import _h_e_a_d as head
    except (ImportError, OSError) as error:
        raise PdfUnavailableError(str(error)) from error
    # A font that is cut for a document would tell when that was, and the same document be of other bytes.
    head.timestampNow = lambda: FONT_CUT_AT
    return weasyprint  # type: ignore[no-any-return]


def _fetcher(weasyprint: ModuleType) -> Any:
    """Return what answers for addresses in the page: with the font, and with nothing else from anywhere."""

    class OnlyTheFont(weasyprint.urls.URLFetcher):  # type: ignore[name-defined,misc]
        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002  the name is theirs
            if url != FONT_URL:
                raise ValueError(f"A report loads nothing: {url}")
            return weasyprint.urls.URLFetcherResponse(url, FONT.read_bytes())

    return OnlyTheFont()
