"""The terms of http://www.w3.org/ns/anno.jsonld that our annotations use, as a JSON-LD context.

Put down by hand from the tables of the Web Annotation Vocabulary (Recommendation of 23 February
2017), for no registry carries the file; so that nothing is fetched when the tests run.
"""

from __future__ import annotations

from typing import Any

ANNO = "http://www.w3.org/ns/anno.jsonld"

_IRI = "@id"
_WORD = "@vocab"
_PREFIXES = {
    "oa": "http://www.w3.org/ns/oa#",
    "as": "https://www.w3.org/ns/activitystreams#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_NAMES = {
    **{
        name: f"oa:{name}"
        for name in (
            *("Annotation", "TextualBody", "SpecificResource", "TimeState"),
            *("FragmentSelector", "TextQuoteSelector"),
            *("assessing", "commenting", "highlighting", "linking"),
        )
    },
    "Organization": "foaf:Organization",
    "Person": "foaf:Person",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "ltr": "oa:ltrDirection",
    "rtl": "oa:rtlDirection",
}
_TERMS = {
    "body": ("oa:hasBody", _IRI),
    "cached": ("oa:cachedSource", _IRI),
    "conformsTo": ("dcterms:conformsTo", _IRI),
    "created": ("dcterms:created", "xsd:dateTime"),
    "creator": ("dcterms:creator", _IRI),
    "exact": ("oa:exact", ""),
    "first": ("as:first", _IRI),
    "format": ("dc:format", ""),
    "label": ("rdfs:label", ""),
    "language": ("dc:language", ""),
    "last": ("as:last", _IRI),
    "modified": ("dcterms:modified", "xsd:dateTime"),
    "motivation": ("oa:motivatedBy", _WORD),
    "name": ("foaf:name", ""),
    "partOf": ("as:partOf", _IRI),
    "prefix": ("oa:prefix", ""),
    "purpose": ("oa:hasPurpose", _WORD),
    "selector": ("oa:hasSelector", _IRI),
    "source": ("oa:hasSource", _IRI),
    "sourceDate": ("oa:sourceDate", "xsd:dateTime"),
    "startIndex": ("as:startIndex", "xsd:nonNegativeInteger"),
    "state": ("oa:hasState", _IRI),
    "suffix": ("oa:suffix", ""),
    "target": ("oa:hasTarget", _IRI),
    "textDirection": ("oa:textDirection", _WORD),
    "total": ("as:totalItems", "xsd:nonNegativeInteger"),
    "value": ("rdf:value", ""),
}
_CONTEXT: dict[str, Any] = {
    **_PREFIXES,
    "id": "@id",
    "type": "@type",
    **_NAMES,
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    **{
        name: {"@id": term, "@type": kind} if kind else term
        for name, (term, kind) in _TERMS.items()
    },
}


def load_context(url: str, _options: object) -> dict[str, Any]:
    """The loader of contexts for a JSON-LD processor; only one is there to be had."""
    assert url == ANNO, f"{url} is not a context of ours"
    document = {"@context": _CONTEXT}
    return {"contextUrl": None, "documentUrl": url, "contentType": "", "document": document}
