/* Leads on from an old address, and from a claim or a note that the link names by its fragment. */
(() => {
  const claim = decodeURIComponent(location.hash.slice(1)).replace(/^fn-/, "claim-");
  const link = (claim && document.getElementById(claim)) || document.getElementById("_moved");
  location.replace(link.hash ? link.href : link.href + location.hash);
})();
