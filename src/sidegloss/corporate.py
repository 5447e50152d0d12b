"""Words by which the name of an organisation is known, in the languages that Sidegloss ships."""

from __future__ import annotations

import re

_ENGLISH = """
academy administration agency alliance amnesty analytics archive archives army assembly associated
association associates authority bank bar board borders broadcasting bureau business cabinet campaign
center centers centre centres chamber charity chronicle church city clinic club co coalition collective
college command commission commissioner committee commons communications community companies company
confederation conference congress consortium constabulary consulting cooperative corporation corp council
counsel county court courier daily data department dept digital directorate district division economist
embassy enterprise enterprises exchange facility faculty federation firm force forces forum foundation
fund gazette government group guardian guild headquarters herald high-commission holdings hospital house
inc incorporated independent industries industry initiative inquiry inspectorate institute institutes
institution insurance intelligence international investigations investments journal laboratories
laboratory labs league legislature library limited llc llp lords ltd magazine mail media memorial mercury
ministry  mission movement municipality museum nations navy network networks news newspaper newspapers
newsroom observer observatory office ombudsman orchestra organisation organisations organization
organizations  panel parish parliament partners partnership party pharmaceuticals plc police post
prefecture press program programme project prosecutor prosecutors province publications publishers
publishing radio railway railways records refuge registry reporter reporters republic research
resources reuters review rights school schools secretariat security senate sentinel service services
society solutions staff standard standards state states station studios summit survey systems task-force
team technologies technology telegraph television theatre times today township treasury tribunal tribune
trust tv airlines airways motors bros pharma software entertainment productions films commonwealth kingdom
bundeswehr interpol europol unicef unesco nato nasa desk correspondent contributors collaboration u.k u.n u.s uk un undersecretary union united university us usa vatican ventures watch weekly
wikipedia without workers works workshop
"""
_GERMAN = """
abteilung ag agentur akademie amt anstalt arbeitsgemeinschaft archiv ausschuss bank behörde bezirk
bibliothek börse bund bundesrat bundesregierung bundestag bündnis büro bürgerinitiative e.v ev fachverband
fakultät feuerwehr forschung fraktion gemeinde gemeinderat genossenschaft gericht gesellschaft gewerkschaft
gmbh hochschule innung institut kammer kanton kg kirche klinik kommission   landtag landkreis
magistrat ministerium museum nachrichten nationalrat partei polizei presse redaktion regierung rundfunk
staatsanwaltschaft stadt stadtrat statistik stiftung tageszeitung technische theater universität verband
verein vereinigung verlag verwaltung werke zeitschrift zeitung zentrale zentrum
"""
_FRENCH = """
académie agence archives assemblée association assurance autorité banque bibliothèque bureau cabinet caisse
centre chambre cie collectif collège comité commission commune compagnie confédération conseil cour
département direction école éditions entreprise fédération fondation frontières gouvernement groupe
hôpital institut journal laboratoire ligue mairie ministère monde mouvement mutuelle musée observatoire
office ordre organisation parlement parquet parti police préfecture presse région république revue sarl
sans secours sénat sncf société syndicat théâtre tribunal union université
"""
_SPANISH = """
academia administración agencia alcaldía archivo asamblea asociación autoridad ayuntamiento banco biblioteca
cámara centro club colegio comisión comité compañía confederación congreso consejería consejo corte diario
diputación dirección editorial ejército empresa escuela estado facultad federación fiscalía fundación
gobierno grupo hospital instituto junta juzgado laboratorio liga ministerio movimiento museo naciones
observatorio oficina organización parlamento partido periódico policía prensa presidencia  revista
s.a s.l secretaría senado servicio sindicato sociedad tribunal unidas unión universidad
"""
_ARABIC = """
اتحاد إدارة الأمم أمم بلدية بنك تلفزيون جامعة جريدة جمعية حركة حزب حكومة دار دائرة ديوان رابطة شبكة شركة
شرطة صحيفة صندوق فريق قناة كلية لجنة مؤتمر مؤسسة متحف مجلة مجلس محكمة مديرية مركز مستشفى معهد مكتب مكتبة
منتدى منظمة نقابة نيابة هيئة وزارة وكالة
"""
WORDS = frozenset(f"{_ENGLISH} {_GERMAN} {_FRENCH} {_SPANISH} {_ARABIC}".split())

_ENDINGS = """
agentur akademie anstalt anwaltschaft archiv ausschuss bank behörde bibliothek blatt bundesamt bund dienst
direktion finanzamt fakultät funk gericht gerichtshof gesellschaft gewerkschaft hochschule institut kammer
kanzlei kasse kirche klinik kommission konzern landesamt ministerium museum nachrichten partei polizei
präsidium redaktion regierung schule schutzbund stiftung universität verband verbund verein vereinigung
verlag verwaltung warte werke zeitschrift zeitung zentrale zentrum amt
"""
"""What German compounds end in: Umweltbundesamt, Rechnungshof."""
_COMPOUND = re.compile(rf"\w{{3,}}(?:{'|'.join(_ENDINGS.split())}|rechnungshof|s?rat)s?\Z")
_COMPOUND_BEGIN = re.compile(r"(?:bundes|landes|staats)\w{5,}\Z")

LEGAL = frozenset(
    {"inc", "ltd", "llc", "llp", "plc", "corp", "co", "gmbh", "ag", "kg", "s.a", "s.l"}
)
"""What may follow a firm's name behind a comma: ``Tidewater, Inc.``"""

ARTICLES = frozenset({"the", "die", "das", "der", "les", "los", "las", "el", "il"})
"""What the names of papers begin with: The Guardian, Die Zeit, El País."""

INSIDE = frozenset({"of", "for", "the", "&", "für", "pour", "para", "without", "sans", "sin"})
"""What stands between the words of an organisation's name and not in a person's."""

EAST_ASIAN = re.compile(
    r"(?:部|省|局|庁|廳|院|署|委員会|委员会|大学|大學|公司|会社|新聞|新闻|日報|日报|社|银行|銀行|協会|协会"
    r"|研究所|政府|中心|集团|集團|위원회|대학교|부|청|신문|은행|방송|협회|연구원)\Z"
)
"""What the names of organisations end in, in Chinese, Japanese and Korean."""


def is_word(word: str) -> bool:
    """Whether *word* makes the name that holds it an organisation's."""
    if "-" in word.strip("-"):
        return any(map(is_word, word.split("-")))
    folded = word.casefold().strip(".,:;()[]’'\"")
    if folded in _PARTS_OF_NAMES:
        return False
    if folded in WORDS or folded.removeprefix("ال") in WORDS:
        return True
    return bool(_COMPOUND.match(folded) or _COMPOUND_BEGIN.match(folded))


_PARTS_OF_NAMES = frozenset({"konrat", "honorat", "landesmann", "landesberger"})
"""Family names that are built like a compound above."""
