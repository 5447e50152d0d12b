"""Endings, elements and attributes that are known to be harmless in a published file, or not to be."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


XML_ENDINGS = _words("""
.svg .xml .xhtml .xht .xsl .xslt .xsd .rss .atom .rdf .owl .kml .gpx .mathml .mml .opml .ttml .tei .dae .musicxml .xspf
.wsdl""")
HTML_ENDINGS = _words(".html .htm .shtml .shtm .mhtml .mht .hta .htc")
COMPRESSED = _words(".svgz .xmlz")
ENDINGS = _words("""
.png .apng .jpg .jpeg .jfif .gif .webp .avif .bmp .ico .tif .tiff .heic .heif .jxl .mp3 .mp4 .m4a .m4v .mov .webm .ogg
.oga .ogv .opus .wav .flac .aac .pdf .txt .csv .tsv .json .geojson .jsonl .srt .vtt .zip .gz .tgz .bz2 .xz .7z .tar
.doc .docx .xls .xlsx .ppt .pptx .odt .ods .odp .rtf .epub .bib .ris .woff .woff2 .ttf .otf .parquet .sqlite""")
"""Endings of files that no browser opens as a document. Any other file is read: it may look like one."""

SVG_ELEMENTS = _words("""
a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer
feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB
feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting
feSpotLight feTile feTurbulence filter flowDiv flowLine flowPara flowRegion flowRegionExclude flowRoot flowSpan font
font-face font-face-name font-face-src g glyph hatch hatchpath hkern image line linearGradient marker mask mesh
meshgradient meshpatch meshrow metadata missing-glyph mpath path pattern polygon polyline radialGradient rect set
solidcolor stop style svg switch symbol text textPath title tspan use view vkern""")
HTML_ELEMENTS = _words("""
html head body title meta style p h1 h2 h3 h4 h5 h6 hgroup ul ol li dl dt dd div span a em strong b i u s small sub sup
mark del ins code pre kbd samp var q cite abbr dfn time data blockquote figure figcaption img br wbr hr table caption
colgroup col thead tbody tfoot tr th td article section aside header footer main nav address details summary bdi bdo
ruby rt rp center font big tt strike""")
HTML_ATTRIBUTES = _words("""
id class lang dir title style href src alt width height colspan rowspan scope headers span start value reversed
datetime cite name content charset rel target role hreflang type align valign border cellpadding cellspacing bgcolor
color face size open hidden translate loading decoding abbr""")
URLS = _words("""
action archive background base classid code codebase data formaction lowsrc manifest ping poster profile src srcdoc
srcset""")
"""Attributes by which an element of some language loads or leads to something."""
TEXTS = _words("agent class content desc host id title unicode version")
"""Attributes whose text no browser reads as a style."""
