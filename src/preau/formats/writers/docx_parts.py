"""The parts of a DOCX that are the same for every paper: relations, settings, and the styles that give it its look."""

from __future__ import annotations

from preau.formats.writers.opc import OFFICE, SCHEMAS, XML, content_types, relations

WORD = f'xmlns:w="{SCHEMAS}/wordprocessingml/2006/main" xmlns:r="{OFFICE}"'
_TYPE = "officedocument.wordprocessingml"
CONTENT_TYPES = content_types(
    {
        "/word/document.xml": f"{_TYPE}.document.main+xml",
        "/word/styles.xml": f"{_TYPE}.styles+xml",
        "/word/settings.xml": f"{_TYPE}.settings+xml",
        "/word/footer1.xml": f"{_TYPE}.footer+xml",
    }
)
RELATIONS = relations(
    {f"{OFFICE}/styles": "styles.xml", f"{OFFICE}/settings": "settings.xml", f"{OFFICE}/footer": "footer1.xml"}
)
SETTINGS = (
    f'{XML}<w:settings {WORD}><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="fr-FR"/></w:settings>'
)


def _style(name: str, shown: str, paragraph: str, run: str, *, following: str = "") -> str:
    """A paragraph style; `name` is its key, `shown` what a person sees in the list of styles."""
    after = f'<w:next w:val="{following}"/>' if following else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/><w:basedOn w:val="Normal"/>{after}'
        f'<w:uiPriority w:val="9"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _heading(level: int, half_points: int) -> str:
    return _style(
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:spacing w:before="{240 if level > 1 else 0}" w:after="120" w:line="240" w:lineRule="auto"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:sz w:val="{half_points}"/>',
        following="Normal",
    )


_TIGHT = '<w:spacing w:before="0" w:after="20" w:line="252" w:lineRule="auto"/>'
_TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
    '</w:tblPr></w:style><w:style w:type="table" w:styleId="PreauTableau"><w:name w:val="Préau Tableau"/>'
    '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="39"/><w:tblPr><w:tblBorders>'
    '<w:bottom w:val="single" w:sz="2" w:space="0" w:color="B9B0A0"/>'
    '<w:insideH w:val="single" w:sz="2" w:space="0" w:color="B9B0A0"/></w:tblBorders><w:tblCellMar>'
    '<w:top w:w="80" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="80" w:type="dxa"/>'
    '<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
STYLES = (
    f"{XML}<w:styles {WORD}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:color w:val="1F2A33"/>'
    '<w:sz w:val="17"/><w:szCs w:val="17"/><w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr>'
    "</w:pPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    '<w:rPr><w:sz w:val="20"/></w:rPr></w:style>'
    + "".join(_heading(level, size) for level, size in enumerate((40, 26, 22, 20, 20, 20), 1))
    + _style("Caption", "caption", '<w:keepNext/><w:spacing w:before="120" w:after="80"/>', '<w:b/><w:sz w:val="20"/>')
    + _style("PreauTete", "Préau Tête", f"<w:keepNext/>{_TIGHT}", '<w:b/><w:color w:val="55606A"/><w:sz w:val="15"/>')
    + _style("PreauCellule", "Préau Cellule", _TIGHT, '<w:sz w:val="17"/>')
    + _style("PreauIntitule", "Préau Intitulé", _TIGHT, '<w:b/><w:sz w:val="17"/>')
    + _style("PreauTotal", "Préau Total", _TIGHT, '<w:b/><w:sz w:val="17"/>')
    + _style(
        "PreauSuite",
        "Préau Suite",
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>',
        '<w:sz w:val="8"/>',
    )
    + _style("Footer", "footer", '<w:spacing w:after="0"/>', '<w:color w:val="55606A"/><w:sz w:val="15"/>')
    + f"{_TABLE}</w:styles>"
)
