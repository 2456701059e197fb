"""Acronyms of the organisations that work with schools and towns in France: public bodies and national associations.

A list of words, not of facts: it only tells "LPO AFEV" (two partners) from "ARS PACA" (one agency of a region).
"""

_SIGLES = frozenset(
    """
    ADEME ADIL ADSEA ADAPEI ADMR AFEV AFPA ALEC ALSH ANCT ANRU ANS APE APEI ARS ASE ASELQO ATD BGE CAF CASNAV CCAS CCI
    CEMEA CESEDA CFA CIAS CIDFF CIJ CIO CLAE CLAS CMP CMPP CNAM CNFPT CNRS CPAM CPE CPIE CPTS CRIJ CROUS CSAPA CSC
    DASEN DDCS DDCSPP DDETS DDPP DDSP DDT DDTM DGESCO DRAAF DRAC DREAL DRAJES DREETS DSDEN EPCI ESAT ESPE FCPE FDGS
    FOL FSE GEIQ GRETA IDEF IME INSPE IREPS ITEP JPA LEA LPO MDA MDPH MECS MFR MGEN MJC MLDS MLDE MSA OCCE OFII ONF
    ONACVG PAEJ PEP PJJ PMI PRE
    PSAD RASED REAAP RPE SDIS SDJES SEE SESSAD SNU SPIP STAPS UDAF UFCV UFOLEP UGSEL UNAF UNICEF
    UNSS USEP
    """.split()
)


def is_sigle(word: str) -> bool:
    """Whether the word is the acronym of a kind of organisation that stands alone as a partner."""
    return word in _SIGLES
