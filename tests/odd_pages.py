"""Pages that are easy to misread, and the text that a browser gives their bodies.

`test_published` asks our own scan about each; `browser/test_selectors` asks a browser.
"""

from __future__ import annotations

ODD_PAGES: dict[str, tuple[str, str]] = {
    "nothing but text": ("<p>One</p>\n<p>Two</p>", "One\nTwo"),
    "blanks before the body are left out": ("\n <html>\n<head> </head>\n\n<body>\n x", "\n x"),
    "blanks after the body belong to it": ("<body>x</body>\n</html>\n", "x\n\n"),
    "a head without tags": ("<!DOCTYPE html><title>T</title><meta charset=utf-8>\n<p>x", "x"),
    "text begins the body": ("<title>T</title>\n  x <b>y</b>", "x y"),
    "a title of the head is no text": ("<head><title>a</title></head><body>b", "b"),
    "a script in the head is no text": ("<head><script>a</script></head><body>b", "b"),
    "a script in the body is text": (
        "<body><p>a<script>b < c && '<p>'</script>",
        "ab < c && '<p>'",
    ),
    "a style in the body is text": ("<body>a<style>p > b { }</style>c", "ap > b { }c"),
    "a script ends at its own end tag alone": (
        "<body><script>'</p></scripts'</SCRIPT >x",
        "'</p></scripts'x",
    ),
    "a template holds no text": ("<body>a<template>b<p id=x>c</p></template>d", "ad"),
    "templates in templates": (
        "<body>a<template><template>b</template>c</template>d<template>e</template>",
        "ad",
    ),
    "a template in the head": ("<head><template><p>a</p></template></head><body>b", "b"),
    "a comment": ("<body>a<!-- <p> -- > b -->c", "ac"),
    "comments that end at once": ("<body>a<!-->b<!--->c", "abc"),
    "a comment ended with an exclamation mark": ("<body>a<!-- b --!>c", "ac"),
    "a comment that never ends": ("<body>a<!-- b <p>c", "a"),
    "what is taken for a comment": ("<body>a<?php b ?>c<!x>d</ e>f<![CDATA[g]]>h", "acdfh"),
    "an end tag without a name": ("<body>a</>b", "ab"),
    "a sign that opens no tag": ("<body>a < b <3 <= c", "a < b <3 <= c"),
    "a sign that closes in an attribute": ("<body>a<b title='x > y' lang=\"a>b\">c</b>", "ac"),
    "a quotation mark in an unquoted attribute": ("<body>a<b title=x'y>c</b>d'>e", "acd'>e"),
    "an attribute with blanks around its sign": ("<body>a<b title = 'x>' lang\n=\n\"y>\">c", "ac"),
    "an attribute without a value": ("<body>a<input disabled checked>b", "ab"),
    "elements that hold nothing": ("<body>a<br>b<hr>c<img alt='x'>d<wbr/>e", "abcde"),
    "an end tag that opens": ("<body>a</br>b</p>c", "abc"),
    "entities": (
        "<body>&lt;b&gt; &amp;amp; &quot;&#39;&#x27;&nbsp;&hellip;",
        "<b> &amp; \"''\xa0…",
    ),
    "entities without their end": ("<body>&lt &ampx &notit; &notin; &copy", "< &x ¬it; ∉ ©"),
    "what is no entity": ("<body>a & b &; &x; &#; &#x; &#xg;", "a & b &; &x; &#; &#x; &#xg;"),
    "an entity made of another": ("<body>&#38;lt; &amp;#60;", "&lt; &#60;"),
    "characters by number": ("<body>&#65;&#x1F600;&#128;&#x9f;&#x81;&#1;", "A\U0001f600€Ÿ\x81\x01"),
    "numbers of no character": ("<body>&#0;&#xD800;&#x110000;&#99999999;", "\ufffd" * 4),
    "an entity of two characters": ("<body>&NotEqualTilde;&fjlig;", "≂̸fj"),
    "the first line of pre": ("<body><pre>\na\n\nb</pre><pre>\n\nc</pre>", "a\n\nb\nc"),
    "a line that an entity makes": ("<body><pre>&#10;a</pre><pre>&#x0A;&#10;b&#100;", "a\nbd"),
    "the first line of a text field": ("<body><textarea>\n<b>&lt;</textarea>c", "<b><c"),
    "lines of other systems": ("<body>a\r\nb\rc<pre>\r\nd</pre>&#13;", "a\nb\ncd\r"),
    "tags left out": (
        "<body><ul><li>a<li>b</ul><table><tr><td>c<td>d<tr><td>e</table><p>f<p>g<dl><dt>h<dd>i",
        "abcdefghi",
    ),
    "blanks in a table": (
        "<body><table> <tr>\n<td>a</td>\n</tr>\n</table>",
        " \na\n\n",
    ),
    "a list to choose from": ("<body><select><option>a<option>b</select>", "ab"),
    "no script": ("<body><noscript><p>a &amp; b</p></noscript>", "a & b"),
    "no script in the head": ("<head><noscript><link></noscript></head><body>a", "a"),
    "raw frames": ("<body><iframe><p>&lt;</iframe><xmp><b>&lt;</xmp>", "<p>&lt;<b>&lt;"),
    "text without an end": ("<body>a<plaintext><b>c</plaintext>&lt;", "a<b>c</plaintext>&lt;"),
    "a picture": (
        "<body>a<svg viewBox='0 0 1 1'><title>b &amp; c</title><path d='x'/><text>d</text></svg>e",
        "ab & cde",
    ),
    "a style within a picture": ("<body><svg><style>a &lt; <!-- b -->c</style></svg>d", "a < cd"),
    "a script within a picture": ("<body><svg><script>a &amp; b</script></svg>c", "a & bc"),
    "a picture without content": ("<body><svg/><style>a &amp; b</style>", "a &amp; b"),
    "raw text within a picture": ("<body><svg><![CDATA[<b> &amp;]]>x</svg>", "<b> &amp;x"),
    "html within a picture": (
        "<body><svg><foreignObject><style>a &amp; b</style><p>c</p></foreignObject><g>d</g></svg>e",
        "a &amp; bcde",
    ),
    "a template within a picture": ("<body><svg><desc><template>a</template>b</desc></svg>", "b"),
    "a formula": ("<body><math><mi>x</mi><mo>&lt;</mo></math>", "x<"),
    "names in capitals": ("<BODY><SCRIPT>a</SCRIPT><P>b<TEMPLATE>c</TEMPLATE>", "ab"),
    "characters beyond the first plane": ("<body>\U0001f600<b>𝒳</b>e\u0301", "\U0001f600𝒳e\u0301"),
    "a tag that never ends": ("<body>a<b class='x", "a"),
}
"""name -> (page, the ``textContent`` of its body)."""
