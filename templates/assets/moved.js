/* Leads on from an old address, and from a claim or a note that the link names by its fragment. */
(() => {
  /* The id that the fragment names; "" where it cannot be decoded. */
  const readId = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  };

  const claim = document.getElementById(readId().replace(/^fn-/, "claim-"));
  const link = claim ?? document.getElementById("_moved");
  if (!(link instanceof HTMLAnchorElement)) return;
  location.replace(link.hash ? link.href : link.href + location.hash);
})();
