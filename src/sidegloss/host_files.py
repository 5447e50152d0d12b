"""Paths of a published site -> which of them hosts, search engines and browsers act on by their name.

Whoever can put such a file on a site can redirect it, prove to a search engine to own it, take over
its domain, or have the host run code. So none comes from the content folder unless the setting
``root-files`` lists it. Names are compared without case, as some hosts do.

Sources: the manuals of GitHub Pages and Jekyll, Netlify, Vercel, Cloudflare Pages, Firebase, Azure Static
Web Apps, Surge, Apache and IIS; RFC 8615 (``.well-known``), RFC 9309 (robots.txt), RFC 9116
(security.txt), sitemaps.org, the IAB's ads.txt; the ownership files of Google, Bing, Yandex, Baidu,
Naver, Pinterest and Meta. Not everything that a host may act on can be known; this is what does harm.
"""

from __future__ import annotations

import re

OWN = frozenset({".nojekyll", "404.html", "feed.xml", "robots.txt", "sitemap.xml"})
"""What Sidegloss itself writes at the root; a file that ``root-files`` lists replaces it."""

DOMAIN = "CNAME"

_ROOT = {
    # domains, redirects, headers, settings of hosts
    *("cname", ".nojekyll", "_redirects", "_headers", "_routes.json", "_worker.js", "_config.yml"),
    *("_config.yaml", "_config.toml", "netlify.toml", "vercel.json", "now.json", "firebase.json"),
    *(".firebaserc", "staticwebapp.config.json", "routes.json", "static.json", "staticfile"),
    *("wrangler.toml", "wrangler.json", "wrangler.jsonc", "middleware.js", "middleware.ts"),
    *("edgeone.json", "amplify.yml", "customhttp.yml", "render.yaml", "fly.toml", "app.yaml"),
    *("app.json", "procfile", "dockerfile", "deno.json", "package.json", "requirements.txt"),
    *("gemfile", "composer.json", "pyproject.toml", "buildspec.yml", "cors", "auth", "router"),
    *("200.html", "403.html", "404.html", "404.htm", "500.html", "50x.html", "error.html"),
    # search engines, advertisers, security, other programs
    *("robots.txt", "feed.xml", "ads.txt", "app-ads.txt", "sellers.json", "security.txt"),
    *("llms.txt", "llms-full.txt", "ai.txt", "tdmrep.json", "trust.txt", "keybase.txt"),
    *(".well-known", "apple-app-site-association", "assetlinks.json", "crossdomain.xml"),
    *("clientaccesspolicy.xml", "browserconfig.xml", "manifest.json", "bingsiteauth.xml"),
    *("livesearchsiteauth.xml", "fileauth.txt", "gsdv.txt", "godaddy.html", "starfield.html"),
    *("p3p.xml", "labels.rdf", "dnt-policy.txt", "mta-sts.txt"),
}

_ROOT_FORMS = re.compile(
    r"sitemap[\w.-]*\.(?:xml|txt|rss|atom|json)(?:\.gz)?|google[0-9a-z]*\.html?"
    r"|(?:yandex|pinterest|baidu|naver|y_key|wmail|nortonsw|mywot|ahrefs|mailru|sogou|360|shenma"
    r"|facebook|zoho|loaderio|seznam|alexa|detectify)[_-][^/]*\.(?:html?|txt|xml)"
    r"|naver[0-9a-f]+\.html?|ms\d+\.txt"
)
"""Sitemaps, and ownership files, whose names hold a key of whoever asked for them."""

_ANYWHERE = re.compile(
    r"\.ht\w+|web\.config|\.user\.ini|php\.ini|[^/]*\.webmanifest"
    r"|[^/]*worker[^/]*\.m?js|(?:[^/]*[._-])?sw(?:[._-][^/]*)?\.m?js"
)
"""What hosts read in any folder, and scripts that browsers put before all pages of a folder."""

_COPIED = re.compile(
    r"[^/]*verif[^/]*\.(?:html?|txt|xml|json)|[^/]*site-?auth[^/]*|[^/]*domain-association[^/]*"
    r"|[0-9a-f]{16,}\.(?:html?|txt)|(?=\w*\d)[0-9a-z]{28,}\.html?"
    r"|(?:api|functions|netlify|edge-functions|_plugins|_layouts)/.*\.(?:[cm]?[jt]sx?|py|go|rb|rs|html)"
    r"|(?:.*/)?[^/]*\.(?:php\d?|phtml|phps|phar|pht|aspx?|ashx|asmx|asa|asax|cshtml|jspx?|jspf"
    r"|cfml?|cfc|f?cgi|shtml?|stm)"
)
"""Ownership files by their forms, and what a host may run instead of sending it."""


def is_host_file(path: str) -> bool:
    """Whether a file copied to *path*, relative to the site's root, is one that a host acts on."""
    return is_host_address(path) or bool(_COPIED.fullmatch(path.casefold()))


def is_host_address(path: str) -> bool:
    """Whether a host acts on *path*, whatever is there: a page may not have that address either."""
    first, *others = path.casefold().strip("/").split("/")
    last = others[-1] if others else first
    is_at_root = first in _ROOT or bool(_ROOT_FORMS.fullmatch(first))
    return is_at_root or bool(_ANYWHERE.fullmatch(last))
