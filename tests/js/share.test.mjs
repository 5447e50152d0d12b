// The pure half of the sharing script: what is known of a claim -> texts to take along.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const file = new URL("../../templates/assets/share.js", import.meta.url);
const world = vm.createContext({});
vm.runInContext(readFileSync(file, "utf8"), world);
const { bibtex, csl, evidence, html, markdown, text } = world.SideglossShare;

const known = {
  passage: "Nine of the gates",
  author: "Ada Okafor",
  title: "Nine gates",
  date: "12 March 2026",
  page: "https://weir.example/gates/",
  address: "https://weir.example/gates/nine/",
  quotes: ["“", "”"],
  comma: ", ",
  note: [
    [
      "p",
      [
        ["strong", ["Disputed."]],
        " “nine did not pass” (",
        ["a", [["cite", ["Quay"]], " 2026"], "https://weir.example/sources/quay/"],
        ").",
      ],
    ],
    [
      "ul",
      [
        [
          "li",
          [
            ["p", ["“Nine gates fail”. ", ["out", ["quay.example"], "https://quay.example/9"]]],
            ["ol", [["li", ["quotes Okafor"]]]],
          ],
        ],
      ],
    ],
  ],
};

test("as text the passage stands in quotation marks, then its article, its note and its address", () => {
  assert.equal(
    text(evidence(known)),
    `“Nine of the gates”

Ada Okafor, “Nine gates”, 12 March 2026

Disputed. “nine did not pass” (Quay 2026).

– “Nine gates fail”. quay.example <https://quay.example/9>
  – quotes Okafor

https://weir.example/gates/nine/`,
  );
});

test("as Markdown the passage is a quotation and sources are links", () => {
  assert.equal(
    markdown(evidence(known)),
    `> “Nine of the gates”

Ada Okafor, [“Nine gates”](<https://weir.example/gates/>), 12 March 2026

**Disputed.** “nine did not pass” ([*Quay* 2026](<https://weir.example/sources/quay/>)).

- “Nine gates fail”. [quay.example](<https://quay.example/9>)
  - quotes Okafor

<https://weir.example/gates/nine/>`,
  );
});

test("as HTML the passage is a quotation and sources are links", () => {
  assert.equal(
    html(evidence({ ...known, note: known.note.slice(0, 1) })),
    "<blockquote>“Nine of the gates”</blockquote>" +
      '<p>Ada Okafor, <a href="https://weir.example/gates/">“Nine gates”</a>, 12 March 2026</p>' +
      '<p><strong>Disputed.</strong> “nine did not pass” (<a href="https://weir.example/sources/quay/"><cite>Quay</cite> 2026</a>).</p>' +
      '<p><a href="https://weir.example/gates/nine/">https://weir.example/gates/nine/</a></p>',
  );
});

test("what is not known leaves no gap", () => {
  const told = evidence({ ...known, passage: "", author: undefined, date: undefined, note: [] });

  assert.equal(text(told), "“Nine gates”\n\nhttps://weir.example/gates/nine/");
});

test("words that look like markup stay words", () => {
  const told = evidence({ ...known, passage: "5 < 6 & *so* [on]", note: [] });

  assert.ok(text(told).startsWith("“5 < 6 & *so* [on]”"));
  assert.ok(markdown(told).startsWith("> “5 \\< 6 & \\*so\\* \\[on\\]”"));
  assert.ok(html(told).startsWith("<blockquote>“5 &#60; 6 &#38; *so* [on]”</blockquote>"));
});

test("an address cannot break out of its attribute", () => {
  assert.ok(
    html([["a", ["x"], 'https://a.example/"><b>']]).includes(
      'href="https://a.example/&#34;&#62;&#60;b&#62;"',
    ),
  );
});

const BIB = `% a comment
@article{gates,
  title = {Nine {gates} @ the weir},
}

@report{ logs ,
  note = {@misc{no, entry}}
}
@book{manual,
  title = {A manual}
}
`;

test("BibTeX entries come in the order of the note, each whole and once", () => {
  assert.equal(
    bibtex(BIB, ["manual", "gates", "none"]),
    "@book{manual,\n  title = {A manual}\n}\n\n@article{gates,\n  title = {Nine {gates} @ the weir},\n}\n",
  );
  assert.equal(bibtex(BIB, ["logs"]), "@report{ logs ,\n  note = {@misc{no, entry}}\n}\n");
});

test("CSL-JSON entries come in the order of the note", () => {
  const file = JSON.stringify([{ id: "a", title: "A" }, { id: "b" }, { id: "c" }]);

  assert.deepEqual(JSON.parse(csl(file, ["c", "a", "none"])), [
    { id: "c" },
    { id: "a", title: "A" },
  ]);
});

test("a browser that takes a directive for a part of the id is led to the id", () => {
  let loaded, led;
  const page = {
    Sidegloss: {},
    getSelection: () => ({ isCollapsed: true }),
    document: {
      currentScript: { dataset: {} },
      documentElement: { classList: { toggle() {} } },
      addEventListener() {},
    },
    navigator: {},
    location: {
      href: "https://weir.example/#claim-nine:~:text=Nine",
      hash: "#claim-nine:~:text=Nine",
      replace: (to) => {
        led = to;
      },
    },
    addEventListener: (type, act) => {
      loaded = act;
    },
  };
  vm.runInContext(readFileSync(file, "utf8"), vm.createContext(page));
  loaded();

  assert.equal(led, "#claim-nine");
});
