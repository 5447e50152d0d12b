/* What the scripts add to the world, and what TypeScript's library does not know yet. Read by tsc alone. */

/** The pure half of reader.js, which the tests in tests/js load without a page. */
declare var Sidegloss: any;

/** The pure half of share.js. */
declare var SideglossShare: any;
